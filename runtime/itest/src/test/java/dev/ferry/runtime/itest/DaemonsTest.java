package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons that are there all day. */
class DaemonsTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;

    @BeforeEach
    void devices() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    /** Pairs two running daemons by code, as two people do. */
    static void pair(Device shower, Device joiner) {
        Command show = shower.start("pair", "--ndjson");
        joiner.run(0, "pair", show.event("code").getString("code"), "--ndjson");
        show.expect(0);
    }

    @Test
    void aTrustedDeviceIsNotAskedAboutAndAVerifiedOneIs() throws Exception {
        anna.up();
        ben.up();
        pair(ben, anna);
        Path tree = Trees.varied(folder);

        Command asked = anna.start("send", tree.toString(), "--to", "ben", "--ndjson");
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> !ben.run(0, "inbox", "list", "--ndjson").events("offer").isEmpty());
        String offer = ben.run(0, "inbox", "list", "--ndjson").event("offer").getString("id");
        Path accepted = folder.resolve("accepted");
        ben.run(0, "inbox", "accept", offer, "-o", accepted.toString(), "--ndjson");
        asked.expect(0);
        assertThat(Trees.picture(accepted.resolve(tree.getFileName().toString()))).isEqualTo(Trees.picture(tree));

        ben.run(0, "trust", "anna", "trusted");
        Command unasked = anna.run(0, "send", tree.toString(), "--to", "ben", "--ndjson");
        assertThat(unasked.event("done").getString("profile")).isEqualTo("verified");
        try (Stream<Path> inbox = Files.walk(ben.home())) {
            Path arrived = inbox.filter(p -> p.getFileName().equals(tree.getFileName())).findFirst().orElseThrow();
            assertThat(Trees.picture(arrived)).isEqualTo(Trees.picture(tree));
        }
    }

    @Test
    void aPairSurvivesARestartAndANewPort() throws Exception {
        Command annaDaemon = anna.up();
        ben.up().close();
        Command benDaemon = ben.up();
        pair(anna, ben);
        anna.run(0, "trust", "ben", "trusted");
        annaDaemon.close();
        benDaemon.close();
        // Another port is another address as far as the pair can tell.
        Files.writeString(anna.home().resolve("config/ferry.json"), """
                { "dev.ferry.core.identity": { "name": "anna" },
                  "dev.ferry.core.link": { "address": "127.0.0.1", "port": %d },
                  "dev.ferry.discovery.mdns": { "interfaces": ["lo"], "loopback": "always" } }
                """.formatted(freePort()));
        anna.up();
        ben.up();
        Path file = Files.writeString(folder.resolve("note.txt"), "hello");
        Command send = ben.run(0, "send", file.toString(), "--to", "anna", "--ndjson");
        assertThat(send.event("done").getString("state")).isEqualToIgnoringCase("completed");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** What a person who watches sees; the waits are what is promised. */
    @Test
    void aDeviceIsSeenSoonAfterItComesAndGoneSoonAfterItLeaves() {
        anna.up();
        Command benDaemon = ben.up();
        pair(ben, anna);
        Command watch = anna.start("devices", "--follow", "--ndjson");
        watch.event("device", d -> isThere(d, "ben"));
        for (int round = 1; round <= 2; round++) {
            Instant left = Instant.now();
            benDaemon.close();
            Awaitility.await("gone, round " + round).atMost(5, TimeUnit.SECONDS).until(() -> watch.events("device").stream().anyMatch(d -> after(d, left) && isGone(d, "ben")));
            benDaemon = ben.up();
            Instant ready = Instant.parse(benDaemon.event("ready").getString("time"));
            Awaitility.await("seen again, round " + round).atMost(3, TimeUnit.SECONDS).until(() -> watch.events("device").stream().anyMatch(d -> after(d, left) && isThere(d, "ben")));
            assertThat(watch.events("device").stream().filter(d -> after(d, left) && isThere(d, "ben")).map(d -> Instant.parse(d.getString("time"))).findFirst().orElseThrow())
                    .isBefore(ready.plusSeconds(3));
        }
    }

    /** Nobody has listened before: the first question is asked now. */
    @Test
    void whoHasJustStartedSeesTheOthersWithinFiveSeconds() {
        Command annaDaemon = anna.up();
        ben.up();
        pair(ben, anna);
        annaDaemon.close();
        assertThat(anna.run(0, "devices", "--ndjson").events("device")).as("a command without a daemon").anyMatch(d -> isThere(d, "ben"));
        Instant ready = Instant.parse(anna.up().event("ready").getString("time"));
        JsonObject seen = anna.start("devices", "--follow", "--ndjson").event("device", d -> isThere(d, "ben"));
        assertThat(Instant.parse(seen.getString("time"))).isBefore(ready.plusSeconds(5));
    }

    private static boolean after(JsonObject event, Instant instant) {
        return Instant.parse(event.getString("time")).isAfter(instant);
    }

    private static boolean isThere(JsonObject device, String name) {
        return device.getString("name", "").equals(name) && !device.getString("change", "").equals("gone") && !device.getString("status", "offline").equals("offline");
    }

    private static boolean isGone(JsonObject device, String name) {
        return device.getString("name", "").equals(name) && (device.getString("change", "").equals("gone") || device.getString("status", "").equals("offline"));
    }

    @Test
    void aBlockedDeviceIsRefusedBeforeAPacketLeavesWithItsReason() throws Exception {
        anna.up();
        ben.up();
        pair(ben, anna);
        anna.run(0, "block", "ben", "--reason", "borrowed laptop");
        Path file = Files.writeString(folder.resolve("note.txt"), "hello");
        Command send = anna.run(24, "send", file.toString(), "--to", "ben", "--ndjson");
        assertThat(send.event("error").getString("code")).isEqualTo("blocked");
        assertThat(send.event("error").getString("message")).contains("borrowed laptop");
        anna.run(0, "unblock", "ben");
    }

    @Test
    void aStrangersDropIsAskedForWithEqualWordsAndLeavesNoTrace() throws Exception {
        anna.up();
        ben.up();
        Device carl = Device.local(folder, "carl");
        try {
            Path file = Files.writeString(folder.resolve("xq-marker-7431.txt"), "dropped");
            Path out = folder.resolve("drops");
            Map<String, String> before = state(ben);
            Command receive = ben.start("receive", "-o", out.toString());
            Command send = carl.start("send", file.toString(), "--to", "ben", "--message", "zz-marker-message", "--ndjson");
            JsonObject words = send.event("consent", e -> !e.getJsonArray("words").isEmpty());
            String shown = String.join(" ", words.getJsonArray("words").getValuesAs(JsonString.class).stream().map(JsonString::getString).toList());
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> (receive.out() + receive.err()).replaceAll(" +", " ").contains(shown));
            receive.type("y");
            send.expect(0);
            assertThat(out.resolve("xq-marker-7431.txt")).hasContent("dropped");
            receive.close();
            assertThat(state(ben)).as("the trust store is byte-identical").isEqualTo(before);
            assertThat(filesNaming(ben.home(), "xq-marker-7431", "zz-marker-message", "carl")).isEmpty();
        } finally {
            carl.close();
        }
    }

    private static Map<String, String> state(Device device) throws IOException {
        Map<String, String> state = new TreeMap<>();
        for (String name : new String[] {"trust", "blocked", "identity.key"}) {
            Path file = device.home().resolve("state").resolve(name);
            state.put(name, Files.exists(file) ? Trees.digest(file) : "absent");
        }
        return state;
    }

    private static List<Path> filesNaming(Path home, String... markers) throws IOException {
        try (Stream<Path> all = Files.walk(home)) {
            return all.filter(Files::isRegularFile).filter(p -> Arrays.stream(markers).anyMatch(m -> p.toString().contains(m) || contains(p, m))).toList();
        }
    }

    private static boolean contains(Path file, String marker) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(marker);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
