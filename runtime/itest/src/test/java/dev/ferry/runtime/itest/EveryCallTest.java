package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.runtime.itest.Faults.Action;
import dev.ferry.runtime.itest.Faults.Call;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A device is killed at the first call of a kind that one transfer makes, at the second, and so on until a transfer ends before it comes to it. */
@Tag("soak")
class EveryCallTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command annaDaemon;
    private Command benDaemon;
    private Faults atAnna;
    private Faults atBen;

    @BeforeEach
    void pair() throws IOException {
        String missing = Faults.missing(folder);
        assumeTrue(missing.isEmpty(), () -> "A device cannot be killed at a call here: " + missing);
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        atAnna = Faults.of(anna, folder);
        atBen = Faults.of(ben, folder);
        annaDaemon = anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        anna.run(0, "trust", "ben", "trusted");
        ben.run(0, "trust", "anna", "trusted");
        anna.run(0, "send", tree("first").toString(), "--to", "ben", "--ndjson");
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
        // A disk is asked at once only for many.
        for (int i = 0; i < (name.startsWith("SYNC") ? 99 : 9); i++) {
            write(Files.createDirectories(tree.resolve("d" + i % 3)).resolve("f" + i), 1 + random.nextInt(9000), random);
        }
        Files.createDirectories(tree.resolve("empty"));
        return tree;
    }

    private static void write(Path file, int bytes, Random random) throws IOException {
        byte[] content = new byte[bytes];
        random.nextBytes(content);
        Files.write(file, content);
    }

    @ParameterizedTest
    @EnumSource(names = { "FORCE", "SYNC", "RENAME", "UNLINK", "MKDIR", "OPEN", "WRITE" })
    void aReceiverThatIsKilledAtAnyCallLosesNothing(Call call) throws Exception {
        Path inbox = Received.inbox(ben);
        int number = 1;
        for (boolean killed = true; killed; number++) {
            Path tree = tree(call.name() + number);
            atBen.arm(inbox, call, number, number, Action.DIE);
            Command send = anna.start("send", tree.toString(), "--to", "ben", "--ndjson");
            Awaitility.await().atMost(60, TimeUnit.SECONDS).until(() -> !benDaemon.process().isAlive() || !send.process().isAlive());
            atBen.disarm();
            killed = atBen.hits() > 0;
            if (!benDaemon.process().isAlive()) {
                benDaemon = ben.up();
            }
            send.expect(0);
            assertThat(Trees.picture(inbox.resolve(tree.getFileName()))).as(call + " " + number).isEqualTo(Trees.picture(tree));
            Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Received.leftOver(ben)).as(call + " " + tree).isEmpty());
        }
        System.out.println("receiver killed at each " + call + ": " + (number - 2));
        assumeTrue(call != Call.SYNC || number > 2, "This disk forces a hundred files sooner than a process starts, so nothing asks it at once.");
        assertThat(number).isGreaterThan(2);
    }

    @Test
    void aSenderThatMovesAndIsKilledAtAnyDeletionLosesNothing() throws Exception {
        Path inbox = Received.inbox(ben);
        int number = 1;
        for (boolean killed = true; killed; number++) {
            for (Call call : List.of(Call.UNLINK, Call.RENAME)) {
                Path tree = tree("moved" + call + number);
                Map<String, String> sent = Trees.picture(tree);
                atAnna.arm(tree.getParent(), call, number, number, Action.DIE);
                Command send = anna.start("send", tree.toString(), "--to", "ben", "--move", "--ndjson");
                send.exit();
                atAnna.disarm();
                killed = call == Call.RENAME ? killed | atAnna.hits() > 0 : atAnna.hits() > 0;
                if (!annaDaemon.process().isAlive()) {
                    assertThat(contents(List.of(tree, inbox)).keySet()).as(call + " " + number).containsAll(contentsOf(sent));
                    // A share of a daemon goes on by itself.
                    annaDaemon = anna.up();
                    Awaitility.await(call + " " + number).atMost(60, TimeUnit.SECONDS)
                            .untilAsserted(() -> assertThat(contents(List.of(inbox)).keySet()).containsAll(contentsOf(sent)));
                }
                assertThat(contents(List.of(inbox)).keySet()).as(call + " " + number).containsAll(contentsOf(sent));
                Awaitility.await().atMost(60, TimeUnit.SECONDS).untilAsserted(() -> assertThat(Received.leftOver(ben)).isEmpty());
            }
        }
        System.out.println("mover killed at each deletion: " + (number - 2));
        assertThat(number).isGreaterThan(2);
    }

    private static List<String> contentsOf(Map<String, String> picture) {
        return picture.values().stream().filter(value -> !value.equals("folder")).map(value -> value.substring(0, value.indexOf(' '))).toList();
    }

    /** Where each content stands. */
    private static Map<String, List<Path>> contents(List<Path> places) throws IOException {
        Map<String, List<Path>> found = new TreeMap<>();
        for (Path place : places) {
            if (Files.exists(place)) {
                try (Stream<Path> all = Files.walk(place)) {
                    for (Path file : all.filter(Files::isRegularFile).toList()) {
                        found.computeIfAbsent(Trees.digest(file), d -> new ArrayList<>()).add(file);
                    }
                }
            }
        }
        return found;
    }
}
