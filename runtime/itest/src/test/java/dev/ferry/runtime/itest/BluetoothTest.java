package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two homes that have nothing but Bluetooth to find each other by: a stand-in for BlueZ whose two adapters hear each other. */
class BluetoothTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path BLUEZ = Path.of("../../bundles/discovery/bluetooth/src/test/resources/fake-bluez.py");
    @TempDir
    Path folder;
    private Process bus;
    private Process bluez;
    private Device anna;
    private Device ben;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        assumeTrue(runs(PYTHON, "-c", "import dbus.mainloop.glib; from gi.repository import GLib") && runs("dbus-daemon", "--version"),
                "dbus-daemon, python3-dbus or python3-gi is not installed, so a transfer found by Bluetooth is not tried");
        Path socket = folder.resolve("bus");
        Path configuration = Files.writeString(folder.resolve("bus.conf"), """
                <busconfig><type>session</type><listen>unix:path=%s</listen><policy context="default">
                <allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
                """.formatted(socket));
        bus = new ProcessBuilder("dbus-daemon", "--config-file=" + configuration, "--nofork", "--print-address").redirectError(ProcessBuilder.Redirect.DISCARD).start();
        bus.inputReader(StandardCharsets.US_ASCII).readLine();
        ProcessBuilder fake = new ProcessBuilder(PYTHON, "-W", "ignore", BLUEZ.toString(), "2").redirectError(ProcessBuilder.Redirect.INHERIT);
        fake.environment().put("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=" + socket);
        bluez = fake.start();
        assertThat(bluez.inputReader(StandardCharsets.US_ASCII).readLine()).isEqualTo("ready");
        anna = Device.byBluetooth(folder, "anna", "unix:path=" + socket, "hci0");
        ben = Device.byBluetooth(folder, "ben", "unix:path=" + socket, "hci1");
    }

    private static boolean runs(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @AfterEach
    void stop() {
        if (bluez != null) {
            anna.close();
            ben.close();
            bluez.destroyForcibly();
            bus.destroyForcibly();
        }
    }

    private static boolean foundByBluetooth(JsonObject device, String name) {
        return device.getString("name", "").equals(name) && device.getJsonArray("routes").getValuesAs(JsonObject.class).stream().anyMatch(r -> r.getString("foundBy").equals("bluetooth"));
    }

    @Test
    void a_code_is_enough_to_pair_and_a_file_arrives() throws Exception {
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> foundByBluetooth(d, "ben")));
        Path file = Files.writeString(folder.resolve("note.txt"), "found by radio");

        Command send = anna.run(0, "send", file.toString(), "--to", "ben", "--ndjson");

        assertThat(send.event("done").getString("state")).isEqualToIgnoringCase("completed");
    }

    @Test
    void without_the_service_doctor_says_why_and_the_rest_works() throws Exception {
        bluez.destroyForcibly().waitFor();
        anna.up();
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> anna.run(0, "status", "--ndjson").event("status").toString().contains("org.bluez does not run"));
        ben.up();
        Path file = Files.writeString(folder.resolve("note.txt"), "by ticket");
        Command send = anna.start("send", file.toString(), "--ndjson");

        ben.run(0, "receive", send.event("code").getString("ticket"), "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        send.expect(0);

        assertThat(folder.resolve("out/note.txt")).hasContent("by ticket");
    }
}
