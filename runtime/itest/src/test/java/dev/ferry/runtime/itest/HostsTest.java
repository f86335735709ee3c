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
    private String benHost;
    private Device anna;
    private Device ben;

    @BeforeEach
    void hosts() {
        String missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "Two hosts cannot be had here, so what crosses a network is not tried: " + missing);
        hosts = new Hosts();
        annaHost = hosts.add();
        anna = Device.in(annaHost, folder, "anna");
        benHost = hosts.add();
        ben = Device.in(benHost, folder, "ben");
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
    void whereNoMulticastComesThroughATicketAndAConfiguredAddressStillDo() throws Exception {
        assumeTrue(Hosts.withoutFirewall().isEmpty(), "Multicast cannot be kept away here, so that others do without it is not tried");
        hosts.drop(annaHost, "input udp dport 5353");
        hosts.drop(benHost, "input udp dport 5353");
        ben.configure("\"dev.ferry.discovery.fixed\": { \"hosts\": [\"annas place=10.77.0.1:47900\"] }");
        anna.up();
        ben.up();
        Path file = Files.writeString(folder.resolve("note.txt"), "one");
        Command send = anna.start("send", file.toString(), "--ndjson");
        String code = send.event("code").getString("code");
        ben.run(21, "receive", code, "--yes", "--timeout", "5s", "-o", folder.resolve("deaf").toString(), "--ndjson");
        ben.run(0, "receive", send.event("code").getString("ticket"), "--yes", "-o", folder.resolve("out").toString(), "--ndjson");
        send.expect(0);
        assertThat(folder.resolve("out/note.txt")).hasContent("one");

        Command receive = anna.start("receive", "-o", folder.resolve("fixed").toString(), "--ndjson");
        receive.event("visible");
        Command back = ben.start("send", file.toString(), "--to", "annas place", "--ndjson");
        anna.run(0, "inbox", "accept", anna.offer().getString("id"), "-o", folder.resolve("fixed").toString(), "--ndjson");
        back.expect(0);
        assertThat(folder.resolve("fixed/note.txt")).hasContent("one");
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
