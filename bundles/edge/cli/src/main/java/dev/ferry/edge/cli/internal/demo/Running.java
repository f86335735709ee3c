package dev.ferry.edge.cli.internal.demo;

import dev.ferry.edge.cli.internal.control.Json;
import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A command in another process, and the events that it prints. */
final class Running implements AutoCloseable {
    private static final Duration STOP = Duration.ofSeconds(10);

    private final String what;
    private final Process process;
    private final BlockingQueue<Optional<JsonObject>> events = new LinkedBlockingQueue<>();
    private final List<String> messages = new ArrayList<>();

    Running(String what, Process process) {
        this.what = what;
        this.process = process;
        read(process.getInputStream(), line -> events.add(Optional.of(Json.object(line))), () -> events.add(Optional.empty()));
        read(process.getErrorStream(), this::remember, () -> { });
    }

    private void read(InputStream from, java.util.function.Consumer<String> each, Runnable end) {
        Thread reader = new Thread(() -> {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8))) {
                lines.lines().forEach(each);
            } catch (IOException | UncheckedIOException e) {
                remember("(its output broke off: " + e.getMessage() + ")");
            } finally {
                end.run();
            }
        }, "ferry-demo-reader");
        reader.setDaemon(true);
        reader.start();
    }

    private void remember(String line) {
        synchronized (messages) {
            messages.add(line);
        }
    }

    /** The next event of this kind that fits; others before it are passed over. */
    JsonObject await(String kind, Predicate<JsonObject> fits, Duration patience) throws DemoException, InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        while (true) {
            Optional<JsonObject> event = next(deadline, kind, patience);
            if (event.isEmpty()) {
                throw new DemoException(what + " ended without \"" + kind + "\":\n" + said());
            }
            String found = event.get().getString("event", "");
            if (found.equals(kind) && fits.test(event.get())) {
                return event.get();
            }
            if (found.equals("error")) {
                throw new DemoException(what + " failed: " + event.get().getString("message", ""));
            }
        }
    }

    private Optional<JsonObject> next(long deadline, String kind, Duration patience) throws DemoException, InterruptedException {
        Optional<JsonObject> event = events.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (event == null) {
            throw new DemoException(what + " said nothing of \"" + kind + "\" within " + patience.toSeconds() + " s:\n" + said());
        }
        return event;
    }

    /** Types a line, as a person would. */
    void type(String line) throws DemoException {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new DemoException(what + " does not listen any more:\n" + said());
        }
    }

    /** Its exit code must be 0. */
    void success(Duration patience) throws DemoException, InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new DemoException(what + " does not end:\n" + said());
        }
        if (process.exitValue() != 0) {
            throw new DemoException(what + " ended with exit code " + process.exitValue() + ":\n" + said());
        }
    }

    private String said() {
        synchronized (messages) {
            return String.join("\n", messages);
        }
    }

    /** Stops it as a person would, and waits. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
