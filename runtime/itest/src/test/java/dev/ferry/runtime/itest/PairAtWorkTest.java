package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons that trust each other, and terminals at both. They stay the same for all tests here. */
class PairAtWorkTest {
    @TempDir
    static Path homes;
    private static Device anna;
    private static Device ben;

    @TempDir
    Path folder;

    @BeforeAll
    static void pair() {
        anna = Device.local(homes, "anna");
        ben = Device.local(homes, "ben");
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
        anna.run(0, "trust", "ben", "trusted");
    }

    @AfterAll
    static void stop() {
        anna.close();
        ben.close();
    }

    @BeforeEach
    void nothingIsUnfinished() throws Exception {
        assertThat(parts(anna)).isEmpty();
        assertThat(parts(ben)).isEmpty();
    }

    private static List<String> parts(Device device) throws Exception {
        return Files.exists(device.home().resolve("inbox")) ? Trees.all(device.home().resolve("inbox")).stream().filter(p -> p.contains(".part") || p.contains(".ferry")).toList() : List.of();
    }

    private static Path arrived(Device device, String name) throws Exception {
        try (Stream<Path> all = Files.walk(device.home().resolve("inbox"))) {
            return all.filter(p -> p.getFileName().toString().equals(name)).findFirst().orElseThrow();
        }
    }

    private static JsonObject transfer(Device device, String share) {
        return device.run(0, "transfers", "show", share, "--ndjson").event("transfer");
    }

    @Test
    void filesCrossInBothDirectionsAtOnceAndSeveralSourcesGoTogether() throws Exception {
        Path tree = Trees.varied(folder);
        Path one = Trees.random(folder.resolve("there one"), 12 << 20);
        Path two = Trees.random(folder.resolve("there two"), 1);
        Path back = Trees.random(folder.resolve("back"), 12 << 20);
        Command there = anna.start("send", one.toString(), two.toString(), tree.toString(), "--to", "ben", "--limit", "16M", "--ndjson");
        Command other = ben.start("send", back.toString(), "--to", "anna", "--limit", "16M", "--ndjson");
        there.event("progress", p -> p.getString("state").equals("active"));
        other.event("progress", p -> p.getString("state").equals("active"));
        there.expect(0);
        other.expect(0);
        assertThat(Trees.digest(arrived(ben, "there one"))).isEqualTo(Trees.digest(one));
        assertThat(Trees.digest(arrived(ben, "there two"))).isEqualTo(Trees.digest(two));
        assertThat(Trees.picture(arrived(ben, tree.getFileName().toString()))).isEqualTo(Trees.picture(tree));
        assertThat(Trees.digest(arrived(anna, "back"))).isEqualTo(Trees.digest(back));
    }

    @Test
    void aTransferIsPausedResumedAndCancelledFromAnotherTerminal() throws Exception {
        Path kept = Trees.random(folder.resolve("kept"), 16 << 20);
        Command send = anna.start("send", kept.toString(), "--to", "ben", "--limit", "4M", "--ndjson");
        String share = send.event("progress", p -> p.getInt("bytes") > 0).getString("share");
        assertThat(anna.run(0, "transfers").out()).contains(share.substring(0, 8), "send", "ben", "active", "16.0 MiB");

        anna.run(0, "transfers", "pause", share.substring(0, 8));
        send.event("progress", p -> p.getString("state").equals("paused"));
        JsonObject paused = transfer(anna, share);
        assertThat(paused.getString("state")).isEqualTo("paused");
        assertThat(ben.run(0, "transfers", "ls", "--ndjson").events("transfer")).anySatisfy(t -> assertThat(t.getString("state")).isEqualTo("paused"));
        anna.run(0, "transfers", "resume", share);
        send.expect(0);
        assertThat(Trees.digest(arrived(ben, "kept"))).isEqualTo(Trees.digest(kept));

        Path unwanted = Trees.random(folder.resolve("unwanted"), 16 << 20);
        Command second = anna.start("send", unwanted.toString(), "--to", "ben", "--limit", "4M", "--ndjson");
        String there = ben.awaitTransfer(t -> t.getString("direction").equals("receive") && t.getString("state").equals("active")).getString("share");
        ben.run(0, "transfers", "cancel", there);
        second.expect(20).says("cancelled", "other");
        assertThat(ben.run(2, "transfers", "cancel", there, "--ndjson").event("error").getString("message")).contains("has ended already");
        assertThat(anna.run(21, "transfers", "show", "zzz", "--ndjson").event("error").getString("message")).contains("zzz", "ferry transfers");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> parts(ben).isEmpty());
        assertThat(Trees.all(ben.home().resolve("inbox"))).noneMatch(p -> p.endsWith("unwanted"));
    }

    @Test
    void ctrlCAtTheClientCancelsWhatItAskedTheDaemonFor() throws Exception {
        Path file = Trees.random(folder.resolve("interrupted"), 16 << 20);
        Command send = anna.start("send", file.toString(), "--to", "ben", "--limit", "4M", "--ndjson");
        String share = send.event("progress", p -> p.getInt("bytes") > 0).getString("share");
        send.signal("INT");
        send.expect(130);
        assertThat(transfer(anna, share).getString("state")).isEqualTo("cancelled");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> parts(ben).isEmpty());
        assertThat(Trees.all(ben.home().resolve("inbox"))).noneMatch(p -> p.endsWith("interrupted"));
        anna.run(0, "status");
    }
}
