package dev.ferry.runtime.itest;

import jakarta.json.Json;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A running {@code ferry} process: what it has printed so far, and its end. */
final class Command implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> words;
    private final Process process;
    private final List<String> out = new CopyOnWriteArrayList<>();
    private final List<String> err = new CopyOnWriteArrayList<>();
    private final Thread outReader;
    private final Thread errReader;
    private final Object changed = new Object();

    Command(List<String> words, Process process) {
        this.words = words;
        this.process = process;
        this.outReader = collect(process.getInputStream(), out);
        this.errReader = collect(process.getErrorStream(), err);
    }

    private Thread collect(InputStream from, List<String> into) {
        Thread thread = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    into.add(line);
                    wake();
                }
            } catch (IOException e) {
                into.add("(reading ended: " + e.getMessage() + ")");
            }
            wake();
        }, "output of " + words);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void wake() {
        synchronized (changed) {
            changed.notifyAll();
        }
    }

    Process process() {
        return process;
    }

    /** The first event of this name that fits, waiting for it. */
    JsonObject event(String name, Predicate<JsonObject> fits) {
        return eventOf(e -> e.getString("event", "").equals(name) && fits.test(e), name);
    }

    /** The first event of any name that fits, waiting for it. */
    JsonObject eventOf(Predicate<JsonObject> fits) {
        return eventOf(fits, "that fits");
    }

    private JsonObject eventOf(Predicate<JsonObject> fits, String name) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<JsonObject> found = events().filter(fits).toList();
            if (!found.isEmpty()) {
                return found.get(0);
            }
            boolean over = !process.isAlive() && !outReader.isAlive();
            synchronized (changed) {
                if (events().anyMatch(fits)) {
                    continue;
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (left <= 0 || over) {
                    throw new AssertionError("No event \"" + name + "\" from " + this);
                }
                try {
                    changed.wait(Math.min(left, 200));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    JsonObject event(String name) {
        return event(name, e -> true);
    }

    /** The code that it shows: an event, or the first line of data. */
    String code() {
        if (words.contains("--ndjson")) {
            return event("code").getString("code");
        }
        Awaitility.await("a code from " + this).atMost(PATIENCE).until(() -> !out.isEmpty() || !process.isAlive());
        return out.get(0);
    }

    List<JsonObject> events(String name) {
        return events().filter(e -> e.getString("event", "").equals(name)).toList();
    }

    private Stream<JsonObject> events() {
        return out.stream().filter(line -> line.startsWith("{")).map(Command::json);
    }

    static JsonObject json(String line) {
        try (JsonReader reader = Json.createReader(new StringReader(line))) {
            return reader.readObject();
        }
    }

    /** Its exit code, waiting for its end. */
    int exit() {
        try {
            if (!process.waitFor(PATIENCE.toMillis() * 3, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("It does not end: " + this);
            }
            outReader.join(5000);
            errReader.join(5000);
            return process.exitValue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for its end and demands a code, showing what it printed otherwise. */
    Command expect(int code) {
        int exit = exit();
        if (exit != code) {
            throw new AssertionError("Exit " + exit + " instead of " + code + " from " + this);
        }
        return this;
    }

    /** Demands its one error: its code, what its sentence says, and the exit code that goes with it. */
    Command says(String code, String... parts) {
        JsonObject error = event("error");
        String message = error.getString("message");
        boolean wanted = error.getString("code").equals(code) && Arrays.stream(parts).allMatch(message::contains) && message.endsWith(".") && error.getInt("exit") == exit();
        if (!wanted) {
            throw new AssertionError("Not [" + code + "] with " + List.of(parts) + " from " + this);
        }
        return this;
    }

    /** As a terminal or a person with {@code kill} does. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).inheritIO().start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Waits for a text among what a person reads. */
    void shows(String text) {
        Awaitility.await("\"" + text + "\" from " + this).atMost(PATIENCE).until(() -> (out() + "\n" + err()).contains(text));
    }

    String out() {
        return String.join("\n", out);
    }

    String err() {
        return String.join("\n", err);
    }

    void type(String line) {
        try {
            OutputStream in = process.getOutputStream();
            in.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            in.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "ferry " + String.join(" ", words) + (process.isAlive() ? "" : " (exit " + process.exitValue() + ")") + "\n--- out\n" + tail(out) + "\n--- err\n" + tail(err);
    }

    private static String tail(List<String> lines) {
        return lines.stream().skip(Math.max(0, lines.size() - 40)).collect(Collectors.joining("\n"));
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
