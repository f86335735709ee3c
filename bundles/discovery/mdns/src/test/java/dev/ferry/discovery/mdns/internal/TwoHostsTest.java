package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two network namespaces, a cable, a process in each. Without root on Linux this cannot be had, and the tests say so and are skipped. */
@Timeout(120)
class TwoHostsTest {
    private static final String INSTANCE = "alpha4zx8q2m";
    private static final String RECORD = "0102030405";
    /** For processes that have just started, on a machine that has other work. */
    private static final Duration COLD = Duration.ofSeconds(5);

    private Host alpha;
    private Host beta;

    @BeforeEach
    void wireAndBoot() throws IOException {
        String prefix = "ferry" + ProcessHandle.current().pid();
        try {
            alpha = new Host(prefix + "a");
            beta = new Host(prefix + "b");
            alpha.wireTo(beta, "10.213.7.1/24", "10.213.7.2/24");
        } catch (IllegalStateException | UncheckedIOException e) {
            unplug();
            abort("Two hosts are not tested here, because network namespaces cannot be made: " + e.getMessage());
        }
        alpha.awaitCable();
        beta.awaitCable();
        alpha.boot();
        beta.boot();
        beta.command("browse");
    }

    @AfterEach
    void unplug() {
        for (Host host : new Host[] {alpha, beta}) {
            if (host != null) {
                host.close();
            }
        }
    }

    @Test
    void an_announcement_of_cold_processes_is_seen_within_five_seconds_with_addresses_of_both_families() throws IOException {
        alpha.command("announce " + INSTANCE + " " + RECORD);

        assertThat(beta.await(COLD, events -> present(events).size() == 2)).as("%s", beta.events()).isTrue();
        Map<String, String> seen = present(beta.events());
        assertThat(seen.get("lan0/4/" + INSTANCE)).isEqualTo(RECORD + " 10.213.7.1:47900");
        assertThat(seen.get("lan0/6/" + INSTANCE)).startsWith(RECORD + " [fe80:").endsWith("%lan0]:47900");
    }

    @Test
    void a_withdrawal_is_noticed_within_five_seconds() throws IOException {
        announceAndSee();

        alpha.command("withdraw");

        assertThat(beta.await(Duration.ofSeconds(5), events -> present(events).isEmpty())).isTrue();
    }

    @Test
    void a_clean_end_of_the_process_is_noticed_within_five_seconds() throws Exception {
        announceAndSee();

        alpha.shutDown();

        assertThat(beta.await(Duration.ofSeconds(5), events -> present(events).isEmpty())).isTrue();
    }

    @Test
    void a_crash_is_noticed_within_fifteen_seconds() throws IOException {
        announceAndSee();

        alpha.crash();

        assertThat(beta.await(Duration.ofSeconds(15), events -> present(events).isEmpty())).isTrue();
    }

    @Test
    void a_cable_that_is_pulled_and_plugged_again_loses_and_brings_back_the_device_with_its_new_address() throws IOException {
        announceAndSee();

        beta.ipHere("link", "set", "lan0", "down");
        assertThat(beta.await(Duration.ofSeconds(15), events -> present(events).isEmpty())).isTrue();
        alpha.ipHere("address", "flush", "dev", "lan0", "scope", "global");
        alpha.ipHere("address", "add", "10.213.7.77/24", "dev", "lan0");
        beta.ipHere("link", "set", "lan0", "up");
        assertThat(beta.await(Duration.ofSeconds(20), events -> present(events).getOrDefault("lan0/4/" + INSTANCE, "").endsWith(" 10.213.7.77:47900"))).isTrue();
    }

    private void announceAndSee() throws IOException {
        alpha.command("announce " + INSTANCE + " " + RECORD);
        assertThat(beta.await(COLD, events -> present(events).size() == 2)).as("%s", beta.events()).isTrue();
    }

    static Map<String, String> present(List<String> events) {
        Map<String, String> present = new HashMap<>();
        for (String event : events) {
            String[] words = event.split(" ", 3);
            switch (words[0]) {
                case "sighted" -> present.put(words[1], words[2]);
                case "gone" -> present.remove(words[1]);
                default -> { }
            }
        }
        return present;
    }
}
