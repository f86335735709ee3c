package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A daemon whose door a hundred strangers beat on: it goes on serving its pair, and takes no more memory for them than it may. */
class SiegeTest {
    /** The sum of what they may cost. */
    private static final long MOST_KIB = 64 * 1024;
    private static final int STRANGERS = 100;
    private static final String FIRST_STRANGER = "10.77.0.120";
    private static final String PORT = "47900";

    @TempDir
    Path folder;
    private Hosts hosts;
    private String outside;
    private Device anna;
    private Device ben;
    private Command benDaemon;
    private final List<Process> attackers = new ArrayList<>();

    @BeforeEach
    void pair() throws Exception {
        String missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "A daemon cannot be besieged here: " + missing);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "python3 is not installed, so no daemon is besieged");
        hosts = new Hosts();
        anna = Device.in(hosts.add(), folder, "anna");
        ben = Device.in(hosts.add(), folder, "ben");
        outside = hosts.add();
        hosts.crowd(outside, FIRST_STRANGER, STRANGERS);
        anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() throws Exception {
        for (Process attacker : attackers) {
            attacker.destroyForcibly().waitFor();
        }
        if (hosts != null) {
            anna.close();
            ben.close();
            hosts.close();
        }
    }

    @Test
    void aPairIsServedWhileStrangersStandAtTheDoor() throws Exception {
        besiege("idle", 1000, 1, Duration.ofMinutes(1));
    }

    /** Nothing else may run beside it. */
    @ParameterizedTest
    @Tag("soak")
    @CsvSource({ "idle,5000", "trickle,500", "silent,300", "handshakes,500", "adverts,10000" })
    void aPairIsServedInTimeWhileStrangersBeatOnTheDoor(String kind, int amount) throws Exception {
        besiege(kind, amount, 6, Duration.ofSeconds(10));
    }

    private void besiege(String kind, int amount, int rounds, Duration patience) throws Exception {
        for (int i = 0; i < 3; i++) {
            send("before" + i, patience);
        }
        long memory = memory();
        long files = files();
        Process attacker = attack(kind, amount);
        for (int i = 0; i < rounds; i++) {
            send("during" + i, patience);
            assertThat(memory() - memory).as("KiB more under " + kind).isLessThan(MOST_KIB);
            // The budget before authentication, and what a transfer has open.
            assertThat(files() - files).as("files more under " + kind).isLessThan(256 + 64);
        }
        assertThat(attacker.isAlive()).isTrue();
        attacker.destroyForcibly().waitFor();
        Awaitility.await(kind + " is over").atMost(30, TimeUnit.SECONDS).until(() -> files() <= files + 8);
        send("after", patience);
    }

    private void send(String name, Duration patience) throws Exception {
        Path file = folder.resolve(name);
        Trees.random(file, 16 << 20);
        Command send = anna.start("send", file.toString(), "--to", "ben", "--ndjson");
        assertThat(send.process().waitFor(patience.toSeconds(), TimeUnit.SECONDS)).as("done within " + patience + ": " + name).isTrue();
        send.expect(0);
        Path there = Received.inbox(ben).resolve(name);
        assertThat(Files.mismatch(file, there)).isEqualTo(-1);
        Files.delete(there);
        Files.delete(file);
    }

    private Process attack(String kind, int amount) throws IOException {
        List<String> words = new ArrayList<>(List.of("ip", "netns", "exec", outside, "/usr/bin/python3", System.getProperty("ferry.siege"), kind, "10.77.0.2", PORT, FIRST_STRANGER,
                Integer.toString(STRANGERS), Integer.toString(amount)));
        Process attacker = new ProcessBuilder(words).redirectError(folder.resolve(kind + ".err").toFile()).start();
        attackers.add(attacker);
        BufferedReader out = new BufferedReader(new InputStreamReader(attacker.getInputStream(), StandardCharsets.UTF_8));
        assertThat(out.readLine()).as(Files.readString(folder.resolve(kind + ".err"))).isEqualTo("begun");
        return attacker;
    }

    private long memory() throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(benDaemon.process().pid()), "status")).stream().filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).sum();
    }

    private long files() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc", Long.toString(benDaemon.process().pid()), "fd"))) {
            return files.count();
        }
    }
}
