package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real processes on two hosts with a network between them. */
class HostsTest {
    @TempDir
    Path folder;
    private Hosts hosts;
    private String annaHost;
    private Device anna;
    private Device ben;

    @BeforeEach
    void hosts() {
        String missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "Two hosts cannot be had here, so what crosses a network is not tried: " + missing);
        hosts = new Hosts();
        annaHost = hosts.add();
        anna = Device.in(annaHost, folder, "anna");
        ben = Device.in(hosts.add(), folder, "ben");
    }

    @AfterEach
    void stop() {
        if (hosts != null) {
            anna.close();
            ben.close();
            hosts.close();
        }
    }

    private static boolean reachable(JsonObject device, String name) {
        return device.getString("name", "").equals(name) && !device.getString("status", "").equals("offline");
    }

    @Test
    void aTreeCrossesByCodeAlone() throws Exception {
        Path tree = Trees.varied(folder);
        Command send = anna.start("send", tree.toString(), "--ndjson");
        Path out = folder.resolve("out");
        ben.run(0, "receive", send.event("code").getString("code"), "--yes", "-o", out.toString(), "--ndjson");
        send.expect(0);
        Map<String, String> sent = Trees.picture(tree);
        assertThat(Trees.picture(out.resolve(tree.getFileName().toString()))).isEqualTo(sent);
    }

    @Test
    void daemonsFindEachOtherPairAndMeetAgainAtAnotherAddress() throws Exception {
        anna.up();
        Command benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        Path file = Files.writeString(folder.resolve("note.txt"), "one");
        anna.run(0, "send", file.toString(), "--to", "ben", "--ndjson");

        hosts.readdress(annaHost);
        Files.writeString(file, "two");
        Awaitility.await().atMost(40, TimeUnit.SECONDS).until(() -> ben.run(0, "devices", "--ndjson").events("device").stream().anyMatch(d -> reachable(d, "anna")));
        Command again = anna.run(0, "send", file.toString(), "--to", "ben", "--ndjson");
        assertThat(again.event("done").getString("state")).isEqualToIgnoringCase("completed");

        benDaemon.close();
        Awaitility.await().atMost(Duration.ofSeconds(6)).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream().noneMatch(d -> reachable(d, "ben")));
    }
}
