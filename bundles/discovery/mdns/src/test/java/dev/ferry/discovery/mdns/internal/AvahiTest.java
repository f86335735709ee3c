package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What this plugin announces Avahi resolves, and what Avahi announces this plugin sees. Without root or Avahi the tests say so and are skipped. */
@Timeout(120)
class AvahiTest {
    private static final String INSTANCE = "alpha4zx8q2m";
    private static final byte[] RECORD = new byte[400];

    private Host ferry;
    private Host host;
    private Avahi avahi;

    @BeforeEach
    void wireAndBoot() throws IOException {
        assumeTrue(Avahi.missing().isEmpty(), () -> "Avahi is not tried, because these are not installed: " + Avahi.missing());
        for (int i = 0; i < RECORD.length; i++) {
            RECORD[i] = (byte) (i * 37);
        }
        String prefix = "ferry" + ProcessHandle.current().pid();
        try {
            ferry = new Host(prefix + "f");
            host = new Host(prefix + "v");
            ferry.wireTo(host, "10.213.8.1/24", "10.213.8.2/24");
        } catch (IllegalStateException | UncheckedIOException e) {
            unplug();
            abort("Avahi is not tried, because network namespaces cannot be made: " + e.getMessage());
        }
        ferry.awaitCable();
        host.awaitCable();
        avahi = new Avahi(host);
        ferry.boot();
    }

    @AfterEach
    void unplug() throws IOException {
        if (avahi != null) {
            avahi.close();
        }
        for (Host each : new Host[] {ferry, host}) {
            if (each != null) {
                each.close();
            }
        }
    }

    @Test
    void avahi_resolves_what_is_announced_in_both_families_with_its_record_and_misses_what_is_withdrawn() throws IOException {
        ferry.command("announce " + INSTANCE + " " + HexFormat.of().formatHex(RECORD));

        Awaitility.await().atMost(20, TimeUnit.SECONDS).until(() -> avahi.browse().size() == 2);
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(RECORD);
        assertThat(avahi.browse()).allSatisfy(line -> {
            String[] fields = line.split(";", 10);
            assertThat(List.of(fields).subList(3, 7)).containsExactly(INSTANCE, "_ferry._tcp", "local", INSTANCE + ".local");
            assertThat(fields[8]).isEqualTo("47900");
            assertThat(fields[9]).contains("\"r0=" + text.substring(0, 252) + "\"", "\"r1=" + text.substring(252, 504) + "\"", "\"r2=" + text.substring(504) + "\"");
        }).anySatisfy(line -> assertThat(line).contains(";IPv4;", ";10.213.8.1;")).anySatisfy(line -> assertThat(line).contains(";IPv6;", ";fe80:"));

        ferry.command("withdraw");
        Awaitility.await().atMost(10, TimeUnit.SECONDS).until(() -> avahi.browse().isEmpty());
    }

    @Test
    void what_avahi_announces_is_seen_with_its_record_and_missed_when_it_ends() throws IOException {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(RECORD);
        ferry.command("browse");

        Process publishing = avahi.start("avahi-publish", "-s", "beta7k2m9xq4", "_ferry._tcp", "47911",
                "r0=" + text.substring(0, 252), "r1=" + text.substring(252, 504), "r2=" + text.substring(504));

        // Avahi tells the addresses one after the other.
        assertThat(ferry.await(Duration.ofSeconds(20), events -> TwoHostsTest.present(events).getOrDefault("lan0/4/beta7k2m9xq4", "").contains("10.213.8.2:47911")))
                .as("%s", ferry.events()).isTrue();
        assertThat(TwoHostsTest.present(ferry.events()).get("lan0/4/beta7k2m9xq4")).startsWith(HexFormat.of().formatHex(RECORD) + " ");

        publishing.descendants().forEach(ProcessHandle::destroy);
        publishing.destroy();
        assertThat(ferry.await(Duration.ofSeconds(10), events -> TwoHostsTest.present(events).isEmpty())).isTrue();
    }
}
