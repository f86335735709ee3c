package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Daemons that are not there at the same time, or are killed: what was entrusted to one goes on by itself. */
class LaterTest {
    private static final int LARGE = 200 << 20;
    /** Bytes a second. */
    private static final String LIMIT = "60000000";
    /** Frames, TLS, TCP and announcements. */
    private static final double OVERHEAD = 1.02;
    private static final long FOUR_CHUNKS = 4 << 20;

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command annaDaemon;
    private Command benDaemon;

    @BeforeEach
    void pair() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        annaDaemon = anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private static void kill(Command daemon) throws Exception {
        daemon.process().destroyForcibly().waitFor();
    }

    private Path file(String name, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        new Random(bytes).nextBytes(content);
        return Files.write(folder.resolve(name), content);
    }

    private Path arrived(Path file) {
        Path there = ben.home().resolve("inbox/anna").resolve(file.getFileName());
        Awaitility.await("arrival of " + there).atMost(90, TimeUnit.SECONDS).until(() -> Files.exists(there));
        return there;
    }

    private void assertNothingLeftOver() {
        Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> {
            try (Stream<Path> all = Files.walk(ben.home().resolve("inbox"))) {
                assertThat(all).noneMatch(path -> path.toString().endsWith(".part"));
            }
        });
    }

    private JsonObject transfer(Device device, String id, String state) {
        return device.awaitTransfer(t -> t.getString("share").equals(id) && t.getString("state").equals(state));
    }

    /** The first words of each line of a namespace's counters are an interface and the bytes that it received. */
    private static long overLoopback() throws IOException {
        return Files.readAllLines(Path.of("/proc/net/dev")).stream().map(String::strip).filter(line -> line.startsWith("lo:"))
                .mapToLong(line -> Long.parseLong(line.substring(3).strip().split("\\s+")[0])).findFirst().orElseThrow();
    }

    @Test
    void whatIsLeftForADeviceThatIsOffArrivesWhenItIsOnThoughTheDaemonWasKilledMeanwhile() throws Exception {
        kill(benDaemon);
        Path first = file("first", 300_000);
        Path second = file("second", 5);
        Command left = anna.run(0, "send", first.toString(), "--to", "ben", "--later", "--ndjson");
        JsonObject queued = left.event("queued");
        assertThat(queued.getString("state")).isEqualTo("queued");
        assertThat(left.events("done")).isEmpty();
        anna.run(0, "send", second.toString(), "--to", "ben", "--later");
        String id = queued.getString("share");
        kill(annaDaemon);
        try (Stream<Path> state = Files.list(anna.home().resolve("state"))) {
            assertThat(state.filter(Files::isRegularFile)).allSatisfy(kept -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(kept))).isEqualTo("rw-------"));
        }
        annaDaemon = anna.up();
        JsonObject waiting = transfer(anna, id, "queued");
        assertThat(waiting.getString("name")).isEqualTo("ben");
        assertThat(waiting.getJsonArray("what").getString(0)).isEqualTo(first.toString());
        assertThat(waiting.getString("started")).isEqualTo(queued.getString("started").replaceAll("(\\.\\d{3})\\d*Z", "$1Z"));
        benDaemon = ben.up();
        assertThat(arrived(second)).hasSameBinaryContentAs(second);
        assertThat(arrived(first)).hasSameBinaryContentAs(first);
        transfer(anna, id, "completed");
        assertNothingLeftOver();
        kill(annaDaemon);
        annaDaemon = anna.up();
        assertThat(anna.run(0, "transfers", "ls", "--ndjson").events("transfer")).isEmpty();
    }

    @Test
    void whatIsTakenBackDoesNotArrive() throws Exception {
        kill(benDaemon);
        String id = anna.run(0, "send", file("a", 10).toString(), "--to", "ben", "--later", "--ndjson").event("queued").getString("share");
        anna.run(0, "transfers", "cancel", id.substring(0, 8));
        kill(annaDaemon);
        annaDaemon = anna.up();
        assertThat(anna.run(0, "transfers", "ls", "--ndjson").events("transfer")).isEmpty();
    }

    @Test
    void aSenderThatIsKilledGoesOnByItselfAndSendsOnlyWhatIsMissing() throws Exception {
        Path large = file("large", LARGE);
        Command send = anna.start("send", large.toString(), "--to", "ben", "--limit", LIMIT, "--ndjson");
        String id = send.event("progress", p -> p.getJsonNumber("bytes").longValue() > LARGE / 3).getString("share");
        kill(annaDaemon);
        long there = ben.awaitTransfer(t -> t.getString("state").equals("paused")).getJsonNumber("bytes").longValue();
        long before = overLoopback();
        annaDaemon = anna.up();
        assertThat(arrived(large)).hasSameBinaryContentAs(large);
        long moved = overLoopback() - before;
        transfer(anna, id, "completed");
        assertThat((double) moved).isLessThan((LARGE - there) * OVERHEAD + Math.max(FOUR_CHUNKS, LARGE / 100));
        assertThat(ben.home().resolve("inbox/anna/large (2)")).doesNotExist();
        assertNothingLeftOver();
    }

    @Test
    void whatIsPausedStaysPausedThroughAKill() throws Exception {
        Path large = file("large", LARGE / 10);
        // Slow enough for the commands that follow, on a busy machine too.
        Command send = anna.start("send", large.toString(), "--to", "ben", "--limit", "300000", "--ndjson");
        String id = send.event("progress", p -> p.getJsonNumber("bytes").longValue() > 0).getString("share");
        anna.run(0, "transfers", "pause", id);
        kill(annaDaemon);
        annaDaemon = anna.up();
        transfer(anna, id, "paused");
        Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream()
                .anyMatch(d -> d.getString("name", "").equals("ben") && !d.getString("status", "").equals("offline")));
        transfer(anna, id, "paused");
        assertThat(ben.home().resolve("inbox/anna/large")).doesNotExist();
        anna.run(0, "transfers", "limit", id, "none");
        anna.run(0, "transfers", "resume", id);
        assertThat(arrived(large)).hasSameBinaryContentAs(large);
    }

    @Test
    void oneDeviceThatIsAwayKeepsNoOtherWaitingAndMayHaveItLater() throws Exception {
        Device kim = Device.local(folder, "kim");
        try {
            Command kimDaemon = kim.up();
            DaemonsTest.pair(kim, anna);
            kim.run(0, "trust", "anna", "trusted");
            kill(kimDaemon);
            Awaitility.await("kim is missed").atMost(60, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream()
                    .filter(device -> device.getString("name", "").equals("kim")).allMatch(device -> device.getString("status", "").equals("offline")));
            Path file = file("a", 10);
            Command both = anna.run(10, "send", file.toString(), "--to", "kim", "--to", "ben", "--json");
            List<JsonObject> results = Command.json(both.out()).getJsonArray("results").getValuesAs(JsonObject.class);
            assertThat(results).extracting(r -> r.getString("to")).containsExactly("ben", "kim");
            assertThat(results.get(1)).containsEntry("paired", JsonValue.TRUE);
            Path other = file("b", 11);
            Command later = anna.run(0, "send", other.toString(), "--to", "kim", "--to", "ben", "--later", "--ndjson");
            assertThat(later.event("queued").getString("to")).isEqualTo("kim");
            assertThat(later.event("done").getString("to")).isEqualTo("ben");
            kim.up();
            Path there = kim.home().resolve("inbox/anna/b");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> Files.exists(there));
        } finally {
            kim.close();
        }
    }

    @Test
    void aLimitOfAllTransfersOutlivesTheDaemonAndSaysWhoSetIt() throws Exception {
        anna.run(0, "limit", "--up", "10M");
        kill(annaDaemon);
        annaDaemon = anna.up();
        JsonObject limits = anna.run(0, "limit", "--ndjson").event("limits");
        assertThat(limits.getInt("up")).isEqualTo(10_000_000);
        assertThat(limits.getJsonObject("from").getString("up")).isEqualTo("command");
        assertThat(anna.run(0, "limit").out()).contains("(set by ferry limit)");
    }

    @Test
    void withoutADaemonNothingIsLeftForLater() throws Exception {
        kill(annaDaemon);
        assertThat(anna.run(3, "send", file("a", 10).toString(), "--to", "ben", "--later").err()).contains("Start one with: ferry up [no-daemon]");
    }
}
