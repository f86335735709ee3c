package dev.ferry.runtime.launcher;

import dev.ferry.edge.cli.FerryCommand;
import dev.ferry.edge.cli.host.Host;
import dev.ferry.edge.cli.host.HostException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A device that is used once, on this machine alone, so that the virtual machine meets the classes that this takes and can write them to an archive when the process ends
 * (JEP 350). Most of a start is reading, checking and linking them. A transfer that does not succeed makes the archive smaller, not wrong.
 */
final class Training {
    private static final int UNUSABLE = 1;
    /** A hung transfer must not keep a process alive that nobody sees. */
    private static final long PATIENCE_SECONDS = 90;
    /** For the other process, which must end by itself where this one was killed. */
    private static final String TIMEOUT = "60s";
    private static final Pattern CODE = Pattern.compile("\"event\":\"code\".*\"code\":\"([^\"]+)\"");

    private final Path root;
    private final Path folder;
    private final String script;

    private Training(Path root, Path folder, String script) {
        this.root = root;
        this.folder = folder;
        this.script = script;
    }

    /** @param arguments one: the folder in which it happens, removed by whoever made it even where this process is killed */
    public static void main(String[] arguments) throws IOException {
        ExecutorService guard = Executors.newSingleThreadExecutor(Training::daemon);
        guard.execute(() -> {
            try {
                TimeUnit.SECONDS.sleep(PATIENCE_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly);
            Runtime.getRuntime().halt(UNUSABLE);
        });
        System.setOut(System.err);
        Path root = Path.of(System.getProperty("ferry.distribution"));
        Path folder = Files.createTempDirectory(Path.of(arguments[0]), "");
        int exit = UNUSABLE;
        try {
            new Training(root, folder, System.getProperty("ferry.script")).run();
            exit = 0;
        } catch (HostException e) {
            System.err.println(e.getMessage());
        } finally {
            BundleCache.delete(folder);
        }
        System.exit(exit);
    }

    private void run() throws IOException, HostException {
        Path file = Files.writeString(folder.resolve("file"), "Ferry");
        LocalHost host = new LocalHost(root, Map.of("FERRY_HOME", home("here").toString()), List.of(script));
        Path there = home("there");
        try (FrameworkNode node = host.start(Host.Kind.DAEMON, false)) {
            sendThere(host, there, file);
            receiveFromThere(host, there, file);
        }
    }

    private void sendThere(Host host, Path there, Path file) throws IOException {
        List<Process> receivers = new ArrayList<>();
        command(host, line -> {
            Matcher code = CODE.matcher(line);
            if (code.find()) {
                receivers.add(process(there, "receive", code.group(1), "--yes", "--timeout", TIMEOUT, "-o", folder.resolve("sent").toString()));
            }
        }, "send", file.toString(), "--ndjson");
        receivers.forEach(Training::end);
    }

    private void receiveFromThere(Host host, Path there, Path file) throws IOException {
        Process sender = process(there, "send", file.toString(), "--timeout", TIMEOUT, "--ndjson");
        try (BufferedReader lines = sender.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher code = CODE.matcher(line);
                if (code.find()) {
                    command(host, each -> { }, "receive", code.group(1), "--yes", "-o", folder.resolve("received").toString(), "--ndjson");
                }
            }
        }
        end(sender);
    }

    private static void end(Process process) {
        process.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).handle((p, e) -> process.destroyForcibly()).join();
    }

    private interface Lines {
        void take(String line) throws IOException;
    }

    /** One command in this process, and each line of its data. */
    private static void command(Host host, Lines lines, String... words) throws IOException {
        ExecutorService runner = Executors.newSingleThreadExecutor(Training::daemon);
        try (PipedInputStream read = new PipedInputStream(); BufferedReader text = new BufferedReader(new InputStreamReader(read, StandardCharsets.UTF_8));
                PrintStream data = new PrintStream(new PipedOutputStream(read), true, StandardCharsets.UTF_8)) {
            runner.execute(() -> {
                FerryCommand.run(words, host, data, new PrintStream(OutputStream.nullOutputStream()), InputStream.nullInputStream());
                data.close();
            });
            for (String line = text.readLine(); line != null; line = text.readLine()) {
                lines.take(line);
            }
        } finally {
            runner.shutdown();
        }
    }

    private Process process(Path home, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(script));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("FERRY_HOME", home.toString());
        builder.environment().put("FERRY_NO_ARCHIVE", "1");
        return builder.start();
    }

    /** A device that is seen and reached from this machine alone, on a port of its own: the usual ones are for the devices that a person starts meanwhile, and keeps. */
    private Path home(String name) throws IOException {
        Path home = Files.createDirectory(folder.resolve(name));
        Files.writeString(Files.createDirectory(home.resolve("config")).resolve("ferry.json"), """
                {
                  "dev.ferry.core.link": {"address": "127.0.0.1", "port": %d},
                  "dev.ferry.discovery.mdns": {"interfaces": ["%s"], "loopback": "always"}
                }
                """.formatted(freePort(), loopback()));
        return home;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String loopback() throws SocketException {
        return NetworkInterface.networkInterfaces().filter(Training::isLoopback).map(NetworkInterface::getName).findFirst().orElse("lo");
    }

    private static boolean isLoopback(NetworkInterface each) {
        try {
            return each.isLoopback() && each.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "ferry-training");
        thread.setDaemon(true);
        return thread;
    }
}
