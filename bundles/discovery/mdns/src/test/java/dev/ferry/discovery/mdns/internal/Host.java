package dev.ferry.discovery.mdns.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A host of its own: a network namespace, with one {@link DeviceProcess} in it. */
final class Host implements AutoCloseable {
    private final String namespace;
    private final List<String> events = new ArrayList<>();
    private Process process;

    /** Makes the namespace; needs root. */
    Host(String namespace) {
        this.namespace = namespace;
        ip("netns", "add", namespace);
        ipHere("link", "set", "lo", "up");
    }

    String namespace() {
        return namespace;
    }

    /** A cable from this host to another, with an interface {@code lan0} at either end. Nothing of it is in the namespace of the test. */
    void wireTo(Host other, String mine, String theirs) {
        wireTo(other, "lan0");
        ipHere("address", "add", mine, "dev", "lan0");
        other.ipHere("address", "add", theirs, "dev", "lan0");
    }

    /** A cable with interfaces of this name, and of no address but the link-local ones that they give themselves. */
    void wireTo(Host other, String name) {
        ip("link", "add", name, "netns", namespace, "type", "veth", "peer", "name", name, "netns", other.namespace);
        ipHere("link", "set", name, "up");
        other.ipHere("link", "set", name, "up");
    }

    /** The kernel takes a second or two until a new cable carries and its addresses may be used. */
    void awaitCable() {
        Awaitility.await("lan0 carries").until(() -> ipHere("link", "show", "lan0").contains("state UP")
                && ipHere("address", "show", "dev", "lan0", "tentative").isBlank() && ipHere("address", "show", "dev", "lan0").contains("inet6 fe80"));
    }

    /** The {@code ip} command within this host. */
    String ipHere(String... words) {
        return ip(Stream.concat(Stream.of("-n", namespace), Stream.of(words)).toArray(String[]::new));
    }

    static String ip(String... words) {
        return run(Stream.concat(Stream.of("ip"), Stream.of(words)).toList());
    }

    private static String run(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException(String.join(" ", command) + ": " + said.strip());
            }
            return said;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Starts the device and waits until it takes commands. */
    void boot() throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder("ip", "netns", "exec", namespace, java, "-cp", System.getProperty("java.class.path"), DeviceProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        Thread reader = new Thread(() -> lines.lines().forEach(this::add), "events of " + namespace);
        reader.setDaemon(true);
        reader.start();
        if (!await(Duration.ofSeconds(30), all -> all.contains("ready"))) {
            throw new IllegalStateException("The device in " + namespace + " does not start");
        }
    }

    private synchronized void add(String event) {
        events.add(event);
        notifyAll();
    }

    void command(String line) throws IOException {
        process.outputWriter(StandardCharsets.UTF_8).append(line).append('\n').flush();
    }

    /** Waits until the events, oldest first, fit. */
    synchronized boolean await(Duration limit, Predicate<List<String>> condition) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            for (long left = 1; !condition.test(events); left = (end - System.nanoTime()) / 1_000_000) {
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    synchronized List<String> events() {
        return List.copyOf(events);
    }

    /** As if the power went: no goodbye. */
    void crash() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** A clean end of the process. */
    void shutDown() throws IOException, InterruptedException {
        process.outputWriter(StandardCharsets.UTF_8).close();
        process.waitFor(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        if (process != null) {
            crash();
        }
        ip("netns", "delete", namespace);
    }
}
