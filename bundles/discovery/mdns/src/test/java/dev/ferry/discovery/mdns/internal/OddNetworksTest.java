package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts whose networks are not one Ethernet with addresses of both families. Without root on Linux they cannot be had, and the tests say so and are skipped. */
@Timeout(120)
class OddNetworksTest {
    private static final String INSTANCE = "alpha4zx8q2m";
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /** 224.0.0.251, to which who speaks multicast DNS belongs. */
    private static final String GROUP = "224.0.0.251";

    private Host alpha;
    private Host beta;

    @BeforeEach
    void hosts() {
        String prefix = "ferry" + ProcessHandle.current().pid();
        try {
            alpha = new Host(prefix + "o");
            beta = new Host(prefix + "p");
        } catch (IllegalStateException | UncheckedIOException e) {
            unplug();
            abort("Odd networks are not tested here, because network namespaces cannot be made: " + e.getMessage());
        }
    }

    @AfterEach
    void unplug() {
        for (Host host : new Host[] {alpha, beta}) {
            if (host != null) {
                host.close();
            }
        }
    }

    private void boot() throws IOException {
        alpha.boot();
        beta.boot();
        beta.command("browse");
        alpha.command("announce " + INSTANCE + " 0102");
    }

    private boolean awaitSeenOn(String... links) {
        Set<String> keys = Set.of(links).stream().map(link -> link + "/" + INSTANCE).collect(Collectors.toSet());
        return beta.await(PATIENCE, events -> TwoHostsTest.present(events).keySet().equals(keys));
    }

    @Test
    void a_network_of_ipv6_alone_is_enough() throws IOException {
        alpha.wireTo(beta, "lan0");
        alpha.awaitCable();
        beta.awaitCable();

        boot();

        assertThat(awaitSeenOn("lan0/6")).as("%s", beta.events()).isTrue();
    }

    @Test
    void each_of_three_networks_shows_the_address_that_is_good_there() throws IOException {
        for (int i = 0; i < 3; i++) {
            alpha.wireTo(beta, "lan" + i);
            alpha.ipHere("address", "add", "10.213." + i + ".1/24", "dev", "lan" + i);
            beta.ipHere("address", "add", "10.213." + i + ".2/24", "dev", "lan" + i);
        }
        alpha.awaitCable();
        beta.awaitCable();

        boot();

        assertThat(awaitSeenOn("lan0/4", "lan0/6", "lan1/4", "lan1/6", "lan2/4", "lan2/6")).as("%s", beta.events()).isTrue();
        Map<String, String> seen = TwoHostsTest.present(beta.events());
        for (int i = 0; i < 3; i++) {
            assertThat(seen.get("lan" + i + "/4/" + INSTANCE)).isEqualTo("0102 10.213." + i + ".1:47900");
        }
    }

    @Test
    void a_network_that_comes_is_searched_and_one_that_goes_takes_its_sightings_with_it() throws IOException {
        alpha.wireTo(beta, "lan0");
        alpha.awaitCable();
        beta.awaitCable();
        boot();
        assertThat(awaitSeenOn("lan0/6")).as("%s", beta.events()).isTrue();

        alpha.wireTo(beta, "lan1");
        assertThat(awaitSeenOn("lan0/6", "lan1/6")).as("%s", beta.events()).isTrue();
        beta.ipHere("link", "delete", "lan0");
        assertThat(awaitSeenOn("lan1/6")).as("%s", beta.events()).isTrue();
        alpha.wireTo(beta, "lan0");
        assertThat(awaitSeenOn("lan0/6", "lan1/6")).as("%s", beta.events()).isTrue();
    }

    @Test
    void a_network_without_multicast_is_told_and_used_once_it_has_it() throws IOException {
        alpha.wireTo(beta, "lan0");
        alpha.awaitCable();
        beta.awaitCable();
        beta.ipHere("link", "set", "lan0", "multicast", "off");
        beta.ipHere("link", "set", "lo", "down");

        boot();

        assertThat(beta.await(PATIENCE, events -> events.stream().anyMatch(event -> event.startsWith("trouble No network interface can be used for multicast DNS")))).as("%s", beta.events()).isTrue();
        beta.ipHere("link", "set", "lan0", "multicast", "on");
        assertThat(awaitSeenOn("lan0/6")).as("%s", beta.events()).isTrue();
        assertThat(beta.events()).contains("well");
    }

    @Test
    void nothing_is_said_into_a_tunnel() throws IOException {
        alpha.wireTo(beta, "10.213.9.1/24", "10.213.9.2/24");
        try {
            alpha.ipHere("tuntap", "add", "dev", "wg0", "mode", "tap"); // looks like an Ethernet and is known by its name
            alpha.ipHere("tuntap", "add", "dev", "ptp0", "mode", "tun");
        } catch (IllegalStateException e) {
            abort("Tunnels are not tested here, because none can be made: " + e.getMessage());
        }
        alpha.ipHere("address", "add", "10.8.0.1/24", "dev", "wg0");
        alpha.ipHere("link", "set", "wg0", "multicast", "on", "up");
        alpha.ipHere("address", "add", "10.9.0.1", "peer", "10.9.0.2", "dev", "ptp0");
        alpha.ipHere("link", "set", "ptp0", "multicast", "on", "up");
        alpha.awaitCable();
        beta.awaitCable();

        boot();

        assertThat(awaitSeenOn("lan0/4", "lan0/6")).as("%s", beta.events()).isTrue();
        assertThat(alpha.ipHere("maddress", "show", "dev", "lan0")).contains(GROUP);
        assertThat(alpha.ipHere("maddress", "show", "dev", "wg0")).doesNotContain(GROUP);
        assertThat(alpha.ipHere("maddress", "show", "dev", "ptp0")).doesNotContain(GROUP);
    }
}
