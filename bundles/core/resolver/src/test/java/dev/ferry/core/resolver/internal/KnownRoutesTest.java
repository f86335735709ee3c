package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.KnownRoutes.Known;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownRoutesTest {
    private static final DeviceId BOB = new DeviceId("ab".repeat(32));

    private final MemoryStore store = new MemoryStore();
    private final KnownRoutes known = new KnownRoutes(store);

    private void reached(String address, long at) {
        known.reached(BOB, Resident.route(address), true, Instant.ofEpochMilli(at));
    }

    @Test
    void remembers_eight_routes_latest_first_each_once() {
        for (int i = 1; i <= 12; i++) {
            reached("192.0.2." + i + ":1", i);
        }
        reached("192.0.2.9:1", 99);

        assertThat(new KnownRoutes(store).of(BOB)).hasSize(8).extracting(k -> k.route().address()).startsWith("192.0.2.9:1", "192.0.2.12:1", "192.0.2.11:1").doesNotHaveDuplicates();
        assertThat(known.of(BOB).get(0)).isEqualTo(new Known(Resident.route("192.0.2.9:1"), Instant.ofEpochMilli(99), Optional.empty()));
    }

    @Test
    void an_accepted_link_tells_the_host_and_the_known_ports_tell_the_rest() {
        known.reached(BOB, Resident.route("192.0.2.1:51000"), false, Instant.ofEpochMilli(1));
        assertThat(known.of(BOB)).extracting(k -> k.route().address()).containsExactly("192.0.2.1:47900");
        reached("192.0.2.1:5000", 2);
        known.reached(BOB, Resident.route("[fe80::1%eth0]:51001"), false, Instant.ofEpochMilli(3));

        assertThat(known.of(BOB)).extracting(k -> k.route().address()).startsWith("[fe80:0:0:0:0:0:0:1%eth0]:5000");
        known.reached(BOB, new Route("bluetooth", "AA:BB", Proximity.BLUETOOTH), false, Instant.ofEpochMilli(4));
        assertThat(known.of(BOB)).noneMatch(k -> k.route().transport().equals("bluetooth"));
    }

    @Test
    void damaged_lines_are_left_out() {
        String good = "tcp LAN 5 192.0.2.1:1";
        store.records("routes").put(BOB.hex(), ("tcp LAN x 192.0.2.1:1\n\ntcp\n" + good + "\ntcp LAN 6 192.0.2.2:1 soon\nTCP LAN 5 a\ntcp NEAR 5 a\ntcp LAN 9223372036854775807 a").getBytes(StandardCharsets.US_ASCII));

        assertThat(known.of(BOB)).extracting(k -> k.route().address()).startsWith("192.0.2.1:1");
        assertThat(known.of(BOB)).first().extracting(Known::at).isEqualTo(Instant.ofEpochMilli(5));
    }

    @Test
    void the_shortest_answer_stays_with_a_route_that_is_remembered() {
        reached("192.0.2.1:1", 1);
        known.measured(BOB, Resident.route("192.0.2.1:1"), Duration.ofNanos(3_000_999));
        known.measured(BOB, Resident.route("192.0.2.1:1"), Duration.ofMillis(80));
        known.measured(BOB, Resident.route("192.0.2.2:1"), Duration.ofMillis(1));
        reached("192.0.2.1:1", 2);

        assertThat(new KnownRoutes(store).of(BOB)).containsExactly(new Known(Resident.route("192.0.2.1:1"), Instant.ofEpochMilli(2), Optional.of(Duration.ofMillis(3))));
    }

    @Test
    void forgets() {
        reached("192.0.2.1:1", 1);
        known.forget(BOB);
        assertThat(new KnownRoutes(store).of(BOB)).isEmpty();
    }
}
