package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Daemons that are killed in the middle: what was acknowledged is there, what arrives in the end is what was sent, nothing is left over, and little is sent again.
 * {@link KilledOftenTest} does it for hours.
 */
class KilledTest {
    private static final int LARGE = 40_000_000;
    private static final int SMALL = 200;
    /** Bytes a second: the whole takes about two seconds. */
    private static final String LIMIT = "25000000";
    private static final long TAKES_MILLIS = 1800;
    /** What may be on its way to a receiver that seems far away, as every one does on a loaded machine. Near ones lose less than four chunks: {@code RestartTest}. */
    private static final long ON_ITS_WAY = 17 << 20;
    private static final long FOUR_CHUNKS = 4 << 20;

    @TempDir
    Path folder;
    private final Random random = new Random();
    private Device anna;
    private Device ben;
    private Command annaDaemon;
    private Command benDaemon;

    int kills() {
        return 1;
    }

    /** What the rounds took, one line for each kind of round. */
    void report(String line) { }

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

    private Path tree(int round) throws IOException {
        Path tree = Files.createDirectories(folder.resolve("round" + round));
        write(tree.resolve("large"), LARGE);
        for (int i = 0; i < SMALL; i++) {
            write(Files.createDirectories(tree.resolve("d" + i % 5)).resolve("f" + i), random.nextInt(8000));
        }
        Files.createDirectories(tree.resolve("empty"));
        return tree;
    }

    private void write(Path file, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Files.write(file, content);
    }

    private static long bytes(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }

    private static void kill(Command daemon) throws Exception {
        daemon.process().destroyForcibly().waitFor();
    }

    private void atARandomMoment() throws Exception {
        TimeUnit.MILLISECONDS.sleep(random.nextLong(TAKES_MILLIS));
    }

    private void assertArrived(Path tree) throws IOException {
        Path there = arrived(tree).orElseThrow(() -> new AssertionError("Nothing arrived of " + tree));
        assertThat(Trees.picture(there)).isEqualTo(Trees.picture(tree));
        // What was killed while it was removed is known by its age.
        Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Received.leftOver(ben)).isEmpty());
        // Disks of test machines are small.
        delete(there);
        delete(tree);
    }

    private Optional<Path> arrived(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(ben.home(), 4)) {
            return all.filter(path -> path.getFileName().equals(tree.getFileName())).findFirst();
        }
    }

    private static void delete(Path tree) throws IOException {
        try (Stream<Path> all = Files.walk(tree)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    /** How long it took from now on until more than that had arrived. */
    private static long flowsAgain(Command send, long since, long than) {
        send.eventOf(e -> e.getString("event").equals("done") || e.getString("event").equals("progress") && e.getJsonNumber("bytes").longValue() > than);
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
    }

    private static long progress(Command send) {
        return send.events("progress").stream().mapToLong(e -> e.getJsonNumber("bytes").longValue()).max().orElse(0);
    }

    private static String spread(List<Long> figures) {
        List<Long> sorted = figures.stream().sorted().toList();
        return "half at most %,d, nine of ten %,d, all %,d".formatted(sorted.get(sorted.size() / 2), sorted.get(sorted.size() * 9 / 10), sorted.get(sorted.size() - 1));
    }

    @Test
    void aReceiverThatIsKilledGoesOnByItselfWhenItIsStarted() throws Exception {
        List<Long> again = new ArrayList<>();
        List<Long> resent = new ArrayList<>();
        for (int round = 0; round < kills(); round++) {
            Path tree = tree(round);
            long bytes = bytes(tree);
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--limit", LIMIT, "--ndjson");
            send.event("progress");
            atARandomMoment();
            kill(benDaemon);
            long before = progress(send);
            benDaemon = ben.up();
            again.add(flowsAgain(send, System.nanoTime(), before));
            JsonObject done = send.event("done");
            send.expect(0);
            resent.add(done.getJsonNumber("resent").longValue());
            assertThat(resent.get(round)).as("round " + round).isLessThan(Math.max(ON_ITS_WAY, bytes / 100));
            assertArrived(tree);
        }
        report("receiver killed " + kills() + " times: milliseconds until it flows again: " + spread(again) + "; bytes sent again: " + spread(resent)
                + "; more than four chunks: " + resent.stream().filter(r -> r > FOUR_CHUNKS).count());
    }

    @Test
    void aSenderThatIsKilledSendsAgainOnlyWhatIsMissing() throws Exception {
        List<Long> again = new ArrayList<>();
        for (int round = 0; round < kills(); round++) {
            Path tree = tree(round);
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--limit", LIMIT, "--ndjson");
            send.event("progress");
            atARandomMoment();
            kill(annaDaemon);
            send.exit();
            annaDaemon = anna.up();
            long up = System.nanoTime();
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> anna.run(0, "devices", "--ndjson").events("device").stream()
                    .anyMatch(d -> d.getString("name", "").equals("ben") && !d.getString("status", "").equals("offline")));
            Command rest = anna.start("send", tree.toString(), "--to", "ben", "--ndjson");
            again.add(flowsAgain(rest, up, 0));
            rest.expect(0);
            assertArrived(tree);
        }
        report("sender killed " + kills() + " times: milliseconds until it flows again, with the two commands that find the other and send: " + spread(again));
    }

    /** strace ends the receiver at the n-th call of a kind that one of its threads makes. */
    @Test
    void aReceiverThatIsKilledAtACallThatChangesTheDiskLosesNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/strace")), "strace is not installed");
        List<String> calls = List.of("renameat,rename,renameat2", "fsync,fdatasync", "unlinkat,unlink,rmdir", "openat");
        int killed = 0;
        for (int round = 0; round < Math.max(4, kills()); round++) {
            Path tree = tree(round);
            String kind = calls.get(round % calls.size());
            int when = 1 + random.nextInt(kind.equals("openat") ? 400 : round < calls.size() ? 3 : 60);
            Process strace = new ProcessBuilder("strace", "-f", "-qq", "-o", "/dev/null", "-p", Long.toString(benDaemon.process().pid()), "-e", "trace=" + kind,
                    "-e", "inject=" + kind + ":signal=SIGKILL:when=" + when).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
            Path status = Path.of("/proc", Long.toString(benDaemon.process().pid()), "status");
            Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> Files.readString(status).lines().anyMatch(l -> l.matches("TracerPid:\\s+[1-9]\\d*")));
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--ndjson");
            boolean died = benDaemon.process().waitFor(8, TimeUnit.SECONDS);
            strace.destroy();
            strace.waitFor();
            if (died) {
                killed++;
                benDaemon = ben.up();
            }
            send.expect(0);
            assertArrived(tree);
        }
        assertThat(killed).isPositive();
    }
}
