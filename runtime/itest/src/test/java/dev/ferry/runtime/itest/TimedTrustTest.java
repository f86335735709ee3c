package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two daemons, one of which trusts the other for a while. */
class TimedTrustTest {
    @TempDir
    Path folder;
    private Device anna;
    private Device ben;
    private Command benDaemon;

    @BeforeEach
    void pair() {
        anna = Device.local(folder, "anna");
        ben = Device.local(folder, "ben");
        anna.up();
        benDaemon = ben.up();
        DaemonsTest.pair(ben, anna);
    }

    @AfterEach
    void stop() {
        anna.close();
        ben.close();
    }

    private JsonObject annaAtBen() {
        return ben.run(0, "devices", "--ndjson").event("device", device -> device.getString("name").equals("anna"));
    }

    @Test
    void whatMovesWhenItsTimeIsOverEndsWithinASecond() throws Exception {
        // What does not get smaller: a limit counts what leaves.
        byte[] noise = new byte[60_000_000];
        new Random(1).nextBytes(noise);
        Path big = Files.write(folder.resolve("big"), noise);
        Instant until = Instant.parse(ben.run(0, "trust", "anna", "trusted", "--for", "15s", "--ndjson").event("trust").getString("trustUntil"));
        assertThat(until).isBetween(Instant.now().plusSeconds(5), Instant.now().plusSeconds(15));
        JsonObject seen = annaAtBen();
        assertThat(seen.getString("relationship")).isEqualTo("trusted");
        assertThat(seen.getString("trustUntil")).isEqualTo(until.toString());
        assertThat(seen.getString("trustAfterwards")).isEqualTo("verified");
        assertThat(ben.run(0, "trust", "anna").err()).contains("anna is trusted now, until ", "and then verified");
        assertThat(ben.run(0, "devices").out()).contains("trusted until ");

        Command send = anna.start("send", big.toString(), "--to", "ben", "--limit", "1M", "--ndjson");
        send.event("progress", progress -> progress.getJsonNumber("bytes").longValue() > 500_000);
        assertThat(ben.run(0, "inbox", "list", "--ndjson").events("offer")).as("it is not asked about").isEmpty();
        assertThat(Instant.now()).as("it moves before the end").isBefore(until);
        JsonObject error = send.event("error");
        assertThat(Instant.parse(error.getString("time"))).isBetween(until, until.plus(Duration.ofSeconds(1)));
        send.expect(error.getInt("exit"));
        assertThat(annaAtBen().getString("relationship")).isEqualTo("verified");
        assertThat(annaAtBen()).doesNotContainKey("trustUntil");
        try (var files = Files.walk(ben.home())) {
            assertThat(files.filter(path -> path.getFileName().toString().equals("big"))).isEmpty();
        }

        // From now on ben is asked.
        Path note = Files.writeString(folder.resolve("note"), "hello");
        Command asking = anna.start("send", note.toString(), "--to", "ben", "--ndjson");
        ben.run(0, "inbox", "reject", ben.offer().getString("id"), "--ndjson");
        asking.expect(20);
    }

    @Test
    void itLastsOverARestartAndEndsWhileNobodyRuns() {
        Instant until = Instant.parse(ben.run(0, "trust", "anna", "trusted", "--for", "12s", "--ndjson").event("trust").getString("trustUntil"));
        benDaemon.signal("KILL");
        benDaemon.exit();
        benDaemon = ben.up();
        assertThat(annaAtBen().getString("trustUntil")).isEqualTo(until.toString());
        benDaemon.close();
        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> Instant.now().isAfter(until));
        benDaemon = ben.up();
        assertThat(annaAtBen().getString("relationship")).isEqualTo("verified");
    }

    @Test
    void whatCannotBeSaysWhy() {
        assertThat(ben.run(2, "trust", "anna", "--for", "1h").err()).contains("Name the level too");
        assertThat(ben.run(2, "trust", "anna", "trusted", "--for", "1h", "--until", "2030-01-01T12:00").err()).contains("Leave one of them out");
        assertThat(ben.run(2, "trust", "anna", "trusted", "--until", "tomorrow").err()).contains("2030-01-01T12:00");
        assertThat(ben.run(2, "trust", "anna", "trusted", "--until", "2020-01-01T12:00").err()).contains("is over already");
        assertThat(ben.run(2, "trust", "anna", "unverified", "--for", "1h").err()).contains("lowest trust");
        assertThat(annaAtBen().getString("relationship")).isEqualTo("verified");
    }
}
