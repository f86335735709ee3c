package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AcquaintancesTest {
    private final List<Set<InetAddress>> told = new ArrayList<>();
    private final Acquaintances acquaintances = new Acquaintances(told::add);

    private static Route at(String address) {
        return new Route("tcp", address, Proximity.LAN);
    }

    @Test
    void anAddressIsKnownAtEveryPortAndToldOnce() {
        acquaintances.met(at("192.0.2.7:47900"));
        acquaintances.met(at("192.0.2.7:50123"));
        acquaintances.met(at("[fe80::1%eth0]:47900"));
        assertThat(acquaintances.includes(at("192.0.2.7:1"))).isTrue();
        assertThat(acquaintances.includes(at("[fe80::1]:1"))).isTrue();
        assertThat(acquaintances.includes(at("192.0.2.8:47900"))).isFalse();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatIsNoLiteralAddressIsLeftAlone() {
        acquaintances.met(at("host.example:47900"));
        acquaintances.met(at("00:11:22:33:44:55"));
        assertThat(told).isEmpty();
    }

    @Test
    void theOldestIsForgottenFirst() {
        for (int i = 0; i < 256; i++) {
            acquaintances.met(at("192.0.2." + i + ":1"));
        }
        acquaintances.met(at("192.0.2.0:1"));
        acquaintances.met(at("198.51.100.1:1"));
        assertThat(acquaintances.all()).hasSize(256);
        assertThat(acquaintances.includes(at("192.0.2.0:1"))).isTrue();
        assertThat(acquaintances.includes(at("192.0.2.1:1"))).isFalse();
    }

    @Test
    void strangersCannotTakeTheLastPlaces() {
        Budget budget = new Budget(16);
        for (int i = 0; i < 14; i++) {
            assertThat(budget.take(false)).isTrue();
        }
        assertThat(budget.take(false)).isFalse();
        assertThat(budget.take(true)).isTrue();
        assertThat(budget.take(true)).isTrue();
        assertThat(budget.take(true)).isFalse();
        budget.release();
        assertThat(budget.take(false)).isFalse();
        assertThat(budget.take(true)).isTrue();
    }
}
