package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The receiver's power goes while files come: its disk, as it is found then, has every file that the sender was told of. Files are moved, so that what is gone at the sender is
 * what it was told of.
 */
@Tag("soak")
class PowerCutTest {
    private static final int CUTS = 30;
    private static final int LARGE = 12;
    private static final int SMALL = 900;

    @TempDir
    Path folder;
    private final Random random = new Random();
    private Device anna;
    private Device ben;
    private Command benDaemon;
    private LoopDisk disk;
    private Faults atBen;
    private int transfers;

    /** What a cut showed. */
    private record Cut(int acknowledged, List<String> lost, List<String> wrong) { }

    @BeforeEach
    void pair() throws IOException {
        String missing = LoopDisk.missing(folder.resolve("try"));
        assumeTrue(missing.isEmpty(), () -> "A disk that loses its power cannot be had here: " + missing);
        String noFaults = Faults.missing(folder);
        assumeTrue(noFaults.isEmpty(), () -> "A disk that forces nothing cannot be had here: " + noFaults);
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        disk = LoopDisk.make(ben.home().resolve("inbox").getParent(), 600);
        ben.configure(text -> text.strip().replaceAll("\\}$", ", \"dev.ferry.core.transfer\": { \"inbox\": \"" + disk.place() + "\" } }"));
        atBen = Faults.of(ben, folder);
        anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        anna.run(0, "trust", "ben", "trusted");
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() {
        if (benDaemon != null) {
            benDaemon.signal("CONT");
        }
        if (disk != null) {
            anna.close();
            ben.close();
            disk.close();
        }
    }

    private Path tree() throws IOException {
        Path tree = Files.createDirectories(folder.resolve("tree" + transfers++));
        for (int i = 0; i < LARGE; i++) {
            write(tree.resolve("large" + i), 3_000_000 + random.nextInt(3_000_000));
        }
        for (int i = 0; i < SMALL; i++) {
            write(Files.createDirectories(tree.resolve("d" + i % 9)).resolve("f" + i), 1 + random.nextInt(9000));
        }
        return tree;
    }

    private void write(Path file, int bytes) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Files.write(file, content);
    }

    /** Cuts while one tree is moved, as long as it moves and more are wanted. */
    private List<Cut> cuts(int most) throws Exception {
        List<Cut> cuts = new ArrayList<>();
        Path tree = tree();
        Map<String, String> sent = new LinkedHashMap<>(Trees.picture(tree));
        sent.values().removeIf(value -> value.equals("folder"));
        Command send = anna.start("send", tree.toString(), "--to", "ben", "--move", "--limit", "6M", "--ndjson");
        send.event("progress", e -> e.getJsonNumber("bytes").longValue() > 0);
        while (cuts.size() < most && send.process().isAlive()) {
            // Not a wait for something: the moment of the cut.
            TimeUnit.MILLISECONDS.sleep(random.nextInt(700));
            benDaemon.signal("STOP");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> benDaemon.process().children().noneMatch(PowerCutTest::isSyncing));
            List<String> acknowledged = sent.keySet().stream().filter(path -> !Files.exists(tree.resolve(path))).toList();
            try (LoopDisk found = disk.afterPowerCut(folder.resolve("found"))) {
                benDaemon.signal("CONT");
                cuts.add(compare(found, tree.getFileName(), sent, acknowledged));
            }
        }
        send.expect(0);
        atBen.disarm();
        return cuts;
    }

    /** Its parent stands still and does not notice its end. */
    private static boolean isSyncing(ProcessHandle child) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(child.pid()), "stat"));
            return stat.contains("(sync)") && !stat.contains("(sync) Z");
        } catch (IOException e) {
            return false;
        }
    }

    private static Cut compare(LoopDisk found, Path name, Map<String, String> sent, List<String> acknowledged) throws IOException {
        Map<String, String> there = new LinkedHashMap<>();
        List<String> wrong = new ArrayList<>();
        try (Stream<Path> all = Files.walk(found.place())) {
            Path top = all.filter(path -> path.getFileName().equals(name)).findFirst().orElse(found.place().resolve("absent"));
            if (Files.exists(top)) {
                there.putAll(Trees.picture(top));
            }
            for (Map.Entry<String, String> each : there.entrySet()) {
                boolean holdsName = Files.getPosixFilePermissions(top.resolve(each.getKey())).isEmpty();
                if (!each.getValue().equals("folder") && !holdsName && !each.getValue().equals(sent.get(each.getKey()))) {
                    wrong.add(each.getKey());
                }
            }
        }
        return new Cut(acknowledged.size(), acknowledged.stream().filter(path -> !sent.get(path).equals(there.get(path))).toList(), wrong);
    }

    @Test
    void whatWasAcknowledgedIsThereAfterAPowerCut() throws Exception {
        List<Cut> cuts = new ArrayList<>();
        while (cuts.size() < CUTS) {
            cuts.addAll(cuts(CUTS - cuts.size()));
        }
        System.out.println(cuts.size() + " power cuts, acknowledged files at each: " + cuts.stream().map(Cut::acknowledged).toList());
        assertThat(cuts).allSatisfy(cut -> {
            assertThat(cut.lost()).isEmpty();
            assertThat(cut.wrong()).isEmpty();
        });
        assertThat(cuts).anyMatch(cut -> cut.acknowledged() > 0);
    }

    /** Else the test above would show nothing. */
    @Test
    void whereNothingIsForcedAPowerCutLosesFiles() throws Exception {
        atBen.forceNothing(disk.place());
        List<Cut> cuts = cuts(4);
        System.out.println("nothing forced, files lost at each cut of those acknowledged: " + cuts.stream().map(cut -> cut.lost().size() + " of " + cut.acknowledged()).toList());
        assertThat(cuts).anyMatch(cut -> !cut.lost().isEmpty());
    }
}
