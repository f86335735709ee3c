package dev.ferry.discovery.fixed.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FixedHostTest {
    private static final Duration TTL = Duration.ofMinutes(3);

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:47900, 127.0.0.1:47900, SAME_HOST",
        "[::1]:47900, [0:0:0:0:0:0:0:1]:47900, SAME_HOST",
        "10.1.2.3:1, 10.1.2.3:1, LAN",
        "192.168.7.9:65535, 192.168.7.9:65535, LAN",
        "[fd12::3]:47900, [fd12:0:0:0:0:0:0:3]:47900, LAN",
        "[fe80::1]:47900, [fe80:0:0:0:0:0:0:1]:47900, LAN",
        "192.0.2.1:47900, 192.0.2.1:47900, INTERNET",
        "[2001:db8::1]:47900, [2001:db8:0:0:0:0:0:1]:47900, INTERNET"})
    void a_literal_address_becomes_a_route_as_near_as_it_looks(String entry, String address, Proximity proximity) throws UnknownHostException {
        Sighting sighting = FixedHost.parse(entry).lookUp(TTL);

        assertThat(sighting.routes()).containsExactly(new Route("tcp", address, proximity));
        assertThat(sighting.record()).isEmpty();
        assertThat(sighting.details()).isEmpty();
    }

    @Test
    void a_label_is_a_detail_and_no_part_of_the_key() throws UnknownHostException {
        Sighting sighting = FixedHost.parse(" Attic NAS =127.0.0.1:47900 ").lookUp(TTL);

        assertThat(sighting.details()).isEqualTo(Map.of("label", "Attic NAS"));
        assertThat(sighting.key()).isEqualTo("127.0.0.1:47900");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nas", "nas:", ":47900", "nas:0", "nas:65536", "nas:123456", "=nas:1", "a b:1", "::1:47900", "[::1]", "nas:1 2", "a\u001b=nas:1"})
    void what_is_no_host_and_port_is_refused_with_what_to_write(String entry) {
        assertThatThrownBy(() -> FixedHost.parse(entry)).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("label=host:port");
    }
}
