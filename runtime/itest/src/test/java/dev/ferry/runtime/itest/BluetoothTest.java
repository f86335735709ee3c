package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
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
    @TempDir
    Path folder;
    private RadioRoom room;
    private Device anna;
    private Device ben;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        String missing = RadioRoom.missing();
        assumeTrue(missing.isEmpty(), () -> "A transfer found by Bluetooth is not tried: " + missing);
        room = new RadioRoom(folder);
        anna = Device.byBluetooth(folder, "anna", room.address(), "hci0");
        ben = Device.byBluetooth(folder, "ben", room.address(), "hci1");
    }

    @AfterEach
    void stop() {
        if (room != null) {
            anna.close();
            ben.close();
            room.close();
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
        room.killBluez();
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
