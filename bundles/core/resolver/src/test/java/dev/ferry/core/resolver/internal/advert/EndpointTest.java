package dev.ferry.core.resolver.internal.advert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EndpointTest {
    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1:1", "255.255.255.255:65535", "[fe80:0:0:0:0:0:0:1%eth0]:47900", "[2001:db8:0:0:0:0:0:1]:47900"})
    void literal_addresses_survive(String text) {
        assertThat(Endpoint.parse(text)).hasValueSatisfying(e -> assertThat(e.format()).isEqualTo(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "192.0.2.1", "192.0.2.1:", "192.0.2.1:0", "192.0.2.1:65536", "192.0.2.1:123456", "192.0.2:1", "192.0.2.256:1", "192.0.2.1.:1", "1.2.3.4.5:1",
            "localhost:1", "example.org:1", "fe80::1:1", "[fe80::1", "[fe80::1]", "[]:1", "[:::]:1", "[1.2.3.4]:1x", "[gg::1]:1", "[fe80::1%]:1", "[192.0.2.1]:1"})
    void everything_else_is_none_and_is_not_looked_up(String text) {
        assertThat(Endpoint.parse(text)).isEmpty();
    }
}
