package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.runtime.itest.Faults.Action;
import dev.ferry.runtime.itest.Faults.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that answers with errors, once or for good: told to both people in words of their own, and over when the disk is well again. {@link DiskErrorsOftenTest} tries all. */
class DiskErrorsTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command benDaemon;
    private Faults atAnna;
    private Faults atBen;
    private Path inbox;

    @BeforeEach
    void pair() throws IOException {
        String missing = Faults.missing(folder);
        assumeTrue(missing.isEmpty(), () -> "Errors of a disk cannot be had here: " + missing);
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        atAnna = Faults.of(anna, folder);
        atBen = Faults.of(ben, folder);
        anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        anna.run(0, "send", tree("warm").toString(), "--to", "ben", "--ndjson");
        inbox = Received.inbox(ben);
    }

    @AfterEach
    void stop() {
        if (anna != null) {
            anna.close();
            ben.close();
        }
    }

    private Path tree(String name) throws IOException {
        Path tree = Files.createDirectories(folder.resolve(name));
        Random random = new Random(name.hashCode());
        write(tree.resolve("large"), 2_500_000, random);
        for (int i = 0; i < 9; i++) {
            write(Files.createDirectories(tree.resolve("d" + i % 3)).resolve("f" + i), random.nextInt(9000), random);
        }
        Files.createDirectories(tree.resolve("empty"));
        return tree;
    }

    private static void write(Path file, int bytes, Random random) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Files.write(file, content);
    }

    /** One kind of error at one place of a transfer. */
    record Trial(Call call, Action action, String where) { }

    List<Trial> trials() {
        return List.of(new Trial(Call.WRITE, Action.EIO, "first"), new Trial(Call.OPEN, Action.EMFILE, "middle"), new Trial(Call.FORCE, Action.EIO, "last"));
    }

    void report(String line) { }

    @Test
    void anErrorOfTheReceiversDiskIsToldAndTheNextTransferWorks() throws Exception {
        Path counted = tree("counted");
        atBen.count(inbox);
        anna.run(0, "send", counted.toString(), "--to", "ben", "--ndjson");
        int[] calls = IntStream.range(0, Call.values().length).map(i -> atBen.seen(Call.values()[i])).toArray();
        for (Trial trial : trials()) {
            int all = calls[trial.call().ordinal()];
            int from = switch (trial.where()) {
                case "first", "all" -> 1;
                case "middle" -> (all + 1) / 2;
                default -> all;
            };
            int to = trial.where().equals("all") ? Integer.MAX_VALUE : from;
            Path tree = tree(trial.call() + "-" + trial.action() + "-" + trial.where());
            atBen.arm(inbox, trial.call(), from, to, trial.action());
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--ndjson");
            boolean held = trial.action() == Action.ENOSPC;
            if (held) {
                Awaitility.await().atMost(30, TimeUnit.SECONDS).until(() -> atBen.hits() > 0 || !send.process().isAlive());
                atBen.disarm();
            }
            int exit = send.exit();
            int hits = atBen.hits();
            atBen.disarm();
            report(trial + " at " + from + " of " + all + ": hit " + hits + ", exit " + exit + "\n" + send.out() + "\n" + send.err());
            assertThat(exit).as(send.toString()).isIn(0, 5, 10, 26);
            assertThat(exit == 0 ? said(trial.action()) : send.out()).as(send.toString()).contains(said(trial.action()));
            assertThat(benDaemon.process().isAlive()).as("the daemon lives").isTrue();
            Command again = anna.run(0, "send", tree.toString(), "--to", "ben", "--ndjson");
            assertThat(Trees.picture(inbox.resolve(tree.getFileName()))).as(trial + "\n" + send + again).isEqualTo(Trees.picture(tree));
            Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Received.leftOver(ben)).as(trial.toString()).isEmpty());
        }
    }

    /** What both people are told of it, for one file or for all. */
    private static String said(Action action) {
        return switch (action) {
            case EIO -> " disk ";
            case ENOSPC -> " room ";
            case EMFILE -> " files open";
            default -> "write";
        };
    }

    @Test
    void aFileThatCannotBeReadAtTheSourceIsNamedAndTheOthersArrive() throws Exception {
        Path tree = tree("source");
        Path bad = tree.resolve("d1/f4");
        atAnna.arm(bad, Call.READ, 1, Integer.MAX_VALUE, Action.EIO);
        Command send = anna.run(10, "send", tree.toString(), "--to", "ben", "--ndjson");
        atAnna.disarm();
        report(send.out());
        assertThat(send.event("done").toString()).contains("source/d1/f4", "could not read");
        Path there = inbox.resolve("source");
        assertThat(there.resolve("d1/f4")).doesNotExist();
        anna.run(0, "send", tree.toString(), "--to", "ben", "--ndjson");
        assertThat(Trees.picture(there)).isEqualTo(Trees.picture(tree));
    }
}
