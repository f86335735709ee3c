package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A message bus of its own and a stand-in for BlueZ on it, each a process, whose two adapters {@code hci0} and {@code hci1} hear each other. */
final class RadioRoom implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path BLUEZ = Path.of("../../bundles/discovery/bluetooth/src/test/resources/fake-bluez.py");

    private final String address;
    private final Process bus;
    private final Process bluez;

    /** @param folder of the bus's socket */
    RadioRoom(Path folder) throws IOException {
        Path socket = folder.resolve("bus");
        address = "unix:path=" + socket;
        Path configuration = Files.writeString(folder.resolve("bus.conf"), """
                <busconfig><type>session</type><listen>unix:path=%s</listen><policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
                """.formatted(socket));
        bus = new ProcessBuilder("dbus-daemon", "--config-file=" + configuration, "--nofork", "--print-address").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        bus.inputReader(StandardCharsets.US_ASCII).readLine();
        ProcessBuilder fake = new ProcessBuilder(PYTHON, "-W", "ignore", BLUEZ.toString(), "2").redirectError(ProcessBuilder.Redirect.INHERIT);
        fake.environment().put("DBUS_SYSTEM_BUS_ADDRESS", address);
        bluez = fake.start();
        assertThat(bluez.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("ready");
    }

    /** Why there can be none on this machine; empty when there can. */
    static String missing() throws InterruptedException {
        return runs(PYTHON, "-c", "import dbus.mainloop.glib; from gi.repository import GLib") && runs("dbus-daemon", "--version") ? ""
                : "dbus-daemon, python3-dbus or python3-gi is not installed";
    }

    private static boolean runs(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** Of the bus. */
    String address() {
        return address;
    }

    /** BlueZ ends like a service that crashed. */
    void killBluez() throws InterruptedException {
        bluez.destroyForcibly().waitFor();
    }

    /** How many values were read from a neighbour until now. */
    int reads() {
        try {
            bluez.outputWriter(StandardCharsets.US_ASCII).append("state\n").flush();
            String state = bluez.inputReader(StandardCharsets.US_ASCII).readLine();
            return Integer.parseInt(state.substring(state.lastIndexOf(' ') + 1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        bluez.destroyForcibly();
        bus.destroyForcibly();
    }
}
