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

/** Two homes that have nothing but a DHT to find each other by: nodes of libtorrent on the loopback interface. */
class DhtTest {
    private static final String PYTHON = "/usr/bin/python3";
    private static final Path NODES = Path.of("../../bundles/discovery/dht/src/test/resources/libtorrent-nodes.py");
    @TempDir
    Path folder;
    private Process nodes;
    private Device anna;
    private Device ben;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        Process asked = new ProcessBuilder(PYTHON, "-c", "import libtorrent").redirectErrorStream(true).start();
        assumeTrue(asked.waitFor() == 0, "python3-libtorrent is not installed, so a transfer found by the DHT is not tried");
        nodes = new ProcessBuilder(PYTHON, "-W", "ignore", NODES.toString(), "16").redirectError(ProcessBuilder.Redirect.INHERIT).start();
        String port = nodes.inputReader(StandardCharsets.US_ASCII).readLine().split(" ")[0];
        anna = Device.inDht(folder, "anna", "127.0.0.1:" + port);
        ben = Device.inDht(folder, "ben", "127.0.0.1:" + port);
    }

    @AfterEach
    void stop() {
        if (nodes != null) {
            nodes.destroy();
            anna.close();
            ben.close();
        }
    }

    private static boolean foundByDht(JsonObject device, String name) {
        return device.getString("name", "").equals(name) && device.getJsonArray("routes").getValuesAs(JsonObject.class).stream().anyMatch(r -> r.getString("foundBy").equals("dht"));
    }

    @Test
    void a_pair_finds_each_other_and_its_new_port() throws Exception {
        anna.up();
        Command benDaemon = ben.up();
        Command showing = ben.start("pair", "--ndjson");
        anna.run(0, "pair", showing.event("code").getString("ticket"), "--ndjson");
        showing.expect(0);
        ben.run(0, "trust", "anna", "trusted");
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> foundByDht(d, "ben")));
        JsonObject plugin = anna.start("doctor", "--ndjson").event("check", e -> e.getString("subject").equals("discovery/dht"));
        assertThat(plugin.getString("result")).isEqualTo("ok");
        assertThat(plugin.getString("message")).matches("It works\\. It knows [1-9]\\d* nodes?, of which [1-9]\\d* answered at .*The last put was at .*, at [1-9]\\d* nodes\\.");

        benDaemon.close();
        ben.configure(configuration -> configuration.replace("\"address\": \"127.0.0.1\"", "\"address\": \"127.0.0.1\", \"port\": 47977"));
        ben.up();
        Path file = Files.writeString(folder.resolve("note.txt"), "one");
        Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream()
                .anyMatch(d -> foundByDht(d, "ben") && d.getJsonArray("routes").toString().contains(":47977")));
        Command send = anna.run(0, "send", file.toString(), "--to", "ben", "--ndjson");

        assertThat(send.event("done").getString("state")).isEqualToIgnoringCase("completed");
        assertThat(send.event("done").toString()).contains(":47977");
    }

    @Test
    void a_ticket_without_addresses_is_enough() throws Exception {
        anna.up();
        ben.up();
        Path file = Files.writeString(folder.resolve("note.txt"), "by ticket");
        Command send = anna.start("send", file.toString(), "--ndjson");
        String ticket = Tickets.withoutRoutes(send.event("code").getString("ticket"));

        ben.run(0, "receive", ticket, "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        send.expect(0);

        assertThat(folder.resolve("out/note.txt")).hasContent("by ticket");
    }
}
