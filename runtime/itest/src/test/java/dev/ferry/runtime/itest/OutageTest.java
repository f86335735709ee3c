package dev.ferry.runtime.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two hosts whose network is gone for half a minute. */
@Tag("soak")
class OutageTest {
    private static final int LARGE = 120 << 20;
    private static final long OUTAGE_SECONDS = 30;
    private static final long FLOWS_AGAIN_MILLIS = 5000;
    private static final long ON_ITS_WAY = 17 << 20;

    @TempDir
    Path folder;
    private Hosts hosts;
    private String benHost;
    private Device anna;
    private Device ben;

    @BeforeEach
    void hosts() {
        String missing = Hosts.missing();
        assumeTrue(missing.isEmpty(), () -> "Two hosts cannot be had here, so no network can be lost: " + missing);
        hosts = new Hosts();
        anna = Device.in(hosts.add(), folder, "anna");
        benHost = hosts.add();
        ben = Device.in(benHost, folder, "ben");
        anna.up();
        ben.up();
        DaemonsTest.pair(ben, anna);
        ben.run(0, "trust", "anna", "trusted");
    }

    @AfterEach
    void stop() {
        if (hosts != null) {
            anna.close();
            ben.close();
            hosts.close();
        }
    }

    @Test
    void bytesFlowAgainSoonAfterTheNetworkIsBack() throws Exception {
        Path file = Trees.random(folder.resolve("large"), LARGE);
        Command send = anna.start("send", file.toString(), "--to", "ben", "--limit", "20M", "--ndjson");
        send.event("progress", e -> e.getJsonNumber("bytes").longValue() > LARGE / 8);
        hosts.unplug(benHost);
        // Not a wait for something: the outage itself.
        TimeUnit.SECONDS.sleep(OUTAGE_SECONDS);
        long arrived = send.events("progress").stream().mapToLong(e -> e.getJsonNumber("bytes").longValue()).max().orElseThrow();
        assertThat(arrived).isLessThan(LARGE);
        hosts.plug(benHost);
        long back = System.nanoTime();
        send.event("progress", e -> e.getJsonNumber("bytes").longValue() > arrived);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - back);
        long resent = send.event("done").getJsonNumber("resent").longValue();
        send.expect(0);
        System.out.println("network gone for " + OUTAGE_SECONDS + " s: milliseconds until it flows again: " + took + "; bytes sent again: " + resent);
        assertThat(took).isLessThan(FLOWS_AGAIN_MILLIS);
        assertThat(resent).isLessThan(ON_ITS_WAY);
        try (Stream<Path> all = Files.walk(ben.home().resolve("inbox"))) {
            Path there = all.filter(path -> path.endsWith("large")).findFirst().orElseThrow();
            assertThat(Trees.digest(there)).isEqualTo(Trees.digest(file));
        }
    }
}
