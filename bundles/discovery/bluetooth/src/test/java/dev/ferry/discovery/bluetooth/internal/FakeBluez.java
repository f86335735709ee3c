package dev.ferry.discovery.bluetooth.internal;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A message bus of its own (dbus-daemon) and somebody on it who plays BlueZ with adapters in one room, in Python with libdbus, which is not the library of the plugin. */
final class FakeBluez implements AutoCloseable {
    /** Debian's, which brings python3-dbus; another in the path may not know it. */
    private static final String PYTHON = "/usr/bin/python3";
    private static final String CONFIGURATION = """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>unix:path=%s</listen>
              <policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
            </busconfig>
            """;

    private final Path folder;
    private final Path socket;
    private final Process daemon;
    private final String adapters;
    private Process bluez;
    private BufferedReader out;
    private BufferedWriter in;

    /** Whether all that it takes is installed. */
    static boolean isInstalled() {
        return runs(PYTHON, "-c", "import dbus.mainloop.glib; from gi.repository import GLib") && runs("dbus-daemon", "--version");
    }

    private static boolean runs(String... command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getInputStream().readAllBytes();
            return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    FakeBluez(int adapters) {
        try {
            this.adapters = Integer.toString(adapters);
            folder = Files.createTempDirectory("fake-bluez");
            socket = folder.resolve("bus");
            Path configuration = Files.writeString(folder.resolve("bus.conf"), CONFIGURATION.formatted(socket));
            daemon = new ProcessBuilder("dbus-daemon", "--config-file=" + configuration, "--nofork", "--print-address").redirectError(folder.resolve("bus.log").toFile()).start();
            daemon.inputReader(StandardCharsets.US_ASCII).readLine();
            start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String address() {
        return "unix:path=" + socket;
    }

    void start() throws IOException {
        Path script = folder.resolve("fake-bluez.py");
        try (InputStream source = FakeBluez.class.getResourceAsStream("/fake-bluez.py")) {
            Files.write(script, source.readAllBytes());
        }
        ProcessBuilder builder = new ProcessBuilder(PYTHON, "-W", "ignore", script.toString(), adapters).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("DBUS_SYSTEM_BUS_ADDRESS", address());
        bluez = builder.start();
        out = bluez.inputReader(StandardCharsets.US_ASCII);
        in = bluez.outputWriter(StandardCharsets.US_ASCII);
        if (out.readLine() == null) {
            throw new IOException("The fake did not start");
        }
    }

    /** It ends like a service that crashed. */
    void kill() throws InterruptedException {
        bluez.destroyForcibly().waitFor();
    }

    void killBus() throws InterruptedException {
        daemon.destroyForcibly().waitFor();
    }

    synchronized String ask(String command) {
        try {
            in.write(command + "\n");
            in.flush();
            String answer = out.readLine();
            if (answer == null) {
                throw new IllegalStateException("The fake failed at '" + command + "'");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bluez.destroyForcibly();
        daemon.destroyForcibly();
        for (String file : List.of("bus.conf", "bus.log", "fake-bluez.py", "bus")) {
            folder.resolve(file).toFile().delete();
        }
        folder.toFile().delete();
    }
}
