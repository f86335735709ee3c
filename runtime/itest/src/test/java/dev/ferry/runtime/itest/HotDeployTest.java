package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plugin as a vendor begins and builds one comes and goes in the plugin folder of a daemon that is sending all the while. */
class HotDeployTest {
    private static final String NAME = "com.example.lamp";
    private static final String DEVICE = "127.0.0.1:9";
    /** Machines that test are busy; what it took is printed, and is a fraction of a second where nothing else runs. */
    private static final Duration SOON = Duration.ofSeconds(15);
    /** Takes more than twice {@link #SOON} at this rate: what has not come and gone by then has failed for that reason. */
    private static final int BYTES = 36 << 20;
    private static final String RATE = "1000000";
    /** Of the pools that every daemon has; fewer than cycles, so that one more with each is seen. */
    private static final int SPARE_THREADS = 4;

    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Path plugins;
    private Path jar;
    private Command following;
    private final List<Long> appeared = new ArrayList<>();
    private final List<Long> gone = new ArrayList<>();

    int cycles() {
        return 5;
    }

    @BeforeEach
    void devices() throws IOException {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        anna.configure("\"dev.ferry.edge.deploy\": { \"unsigned\": true }, \"" + NAME + "\": { \"addresses\": [\"" + DEVICE + "\"] }");
        anna.at(folder);
        plugins = Files.createDirectories(anna.home().resolve("plugins"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    @Test
    void itsDeviceComesAndGoesWithTheJarWhileFilesFlowAndNothingElseStartsAgain() throws Exception {
        VendorProject project = VendorProject.begin(anna, folder, "discovery", NAME);
        project.build();
        jar = project.jar();
        Witness witness = new Witness(folder, plugins);
        Command daemon = anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        await().atMost(SOON).until(witness::isThere);
        following = anna.start("devices", "--follow", "--ndjson");
        cycle(0);
        Footprint first = Footprint.of(daemon);

        for (int i = 1; i <= cycles(); i++) {
            cycle(i);
        }

        await().atMost(Duration.ofSeconds(90)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
            Footprint last = Footprint.of(daemon);
            assertThat(last.loaders()).as("%s, at first %s", last, first).isLessThanOrEqualTo(first.loaders());
            assertThat(last.threads()).as("%s, at first %s", last, first).isLessThanOrEqualTo(first.threads() + SPARE_THREADS);
        });
        System.out.println(cycles() + " cycles, a transfer during each; appeared after " + times(appeared) + " ms, gone after " + times(gone) + " ms; " + first + " -> "
                + Footprint.of(daemon));
        List<String> seen = witness.seen();
        assertThat(seen).filteredOn(line -> line.startsWith("came ") && line.endsWith(" " + NAME)).hasSize(cycles() + 1);
        assertThat(seen).filteredOn(line -> line.startsWith("went ") && line.endsWith(" " + NAME)).hasSize(cycles() + 1);
        assertThat(seen).as("what else was started or stopped").allMatch(line -> line.split(" ")[1].equals(NAME));
        assertThat(following.process().isAlive()).isTrue();
    }

    /** Each with a transfer that began before the jar came, and moves on after its device is gone. */
    private void cycle(int number) throws Exception {
        Path file = Trees.random(folder.resolve("file " + number), BYTES);
        Command send = anna.start("send", file.toString(), "--to", "ben", "--limit", RATE, "--ndjson");
        String id = send.event("progress", p -> moved(p) > 0).getString("share");

        Path part = Files.copy(jar, plugins.resolve("lamp.part"));
        Instant start = Instant.now();
        Files.move(part, plugins.resolve("lamp.jar"), StandardCopyOption.ATOMIC_MOVE);
        appeared.add(awaitChange("appeared", number, start));
        start = Instant.now();
        Files.delete(plugins.resolve("lamp.jar"));
        gone.add(awaitChange("gone", number, start));

        assertThat(send.events("done")).as("in flight all the while").isEmpty();
        long before = send.events("progress").stream().mapToLong(HotDeployTest::moved).max().orElseThrow();
        send.event("progress", p -> moved(p) > before);
        anna.run(0, "transfers", "limit", id, "none");
        assertThat(send.expect(0).event("done").getString("state")).isEqualTo("completed");
        Path received = Received.inbox(ben).resolve(file.getFileName());
        assertThat(received).hasSameBinaryContentAs(file);
        Files.delete(received);
        Files.delete(file);
    }

    private static long moved(JsonObject progress) {
        return progress.getJsonNumber("bytes").longValue();
    }

    /** The milliseconds until the daemon said so. */
    private long awaitChange(String change, int number, Instant start) {
        await(DEVICE + " " + change).atMost(SOON).pollInterval(20, TimeUnit.MILLISECONDS).until(() -> changes(change).size() > number);
        return Duration.between(start, Instant.parse(changes(change).get(number).getString("time"))).toMillis();
    }

    private List<JsonObject> changes(String change) {
        return following.events("device").stream().filter(d -> d.getString("name").equals(DEVICE) && d.getString("change").equals(change)).toList();
    }

    private static String times(List<Long> millis) {
        List<Long> sorted = millis.stream().skip(1).sorted().toList();
        return "half within " + sorted.get(sorted.size() / 2) + ", all within " + sorted.get(sorted.size() - 1);
    }
}
