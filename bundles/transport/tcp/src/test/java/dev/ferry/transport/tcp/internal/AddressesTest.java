package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.Proximity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {

    @ParameterizedTest
    @CsvSource({"192.168.1.20:47900, 192.168.1.20, 47900", "[::1]:1, ::1, 1", "[2001:db8::5]:65535, 2001:db8::5, 65535"})
    void a_literal_address_with_its_port_is_understood(String text, String host, int port) throws Exception {
        InetSocketAddress parsed = Addresses.parse(text);
        assertThat(parsed.getAddress()).isEqualTo(InetAddress.getByName(host));
        assertThat(parsed.getPort()).isEqualTo(port);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":", "1.2.3.4", "1.2.3.4:", "1.2.3.4:0", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:1x", "1.2.3.4: 1", "::1:80", "[::1]", "[::1:80",
        "localhost:80", "example.invalid:80", "1.2.3:80", "0x7f.1:80", "[1.2.3.4:80", "1.2.3.4:99999999999", "[fe80::1%nosuchinterface]:80"})
    void anything_else_is_refused_with_a_sentence(String text) {
        assertThatThrownBy(() -> Addresses.parse(text)).isInstanceOf(IllegalArgumentException.class).hasMessageEndingWith(".");
    }

    @Test
    void what_is_formatted_is_understood_again() throws Exception {
        for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
            network.inetAddresses().forEach(address -> {
                InetSocketAddress again = Addresses.parse(Addresses.format(address, 47900));
                assertThat(again).isEqualTo(new InetSocketAddress(address, 47900));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, SAME_HOST", "::1, SAME_HOST", "192.168.77.1, LAN", "fd12::1, LAN", "8.8.8.8, INTERNET", "2606:4700::1, INTERNET"})
    void nearness_follows_from_the_address(String remote, Proximity proximity) throws Exception {
        assertThat(Addresses.proximity(InetAddress.getByName("127.0.0.1"), InetAddress.getByName(remote))).isEqualTo(proximity);
    }

    @Test
    void on_the_link_is_what_shares_a_network_with_an_interface() throws Exception {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        assertThat(Addresses.onLink(loopback, InetAddress.getByName("127.9.9.9"))).isTrue();
        assertThat(Addresses.onLink(loopback, InetAddress.getByName("192.0.2.1"))).isFalse();
        assertThat(Addresses.onLink(InetAddress.getByName("192.0.2.7"), InetAddress.getByName("192.0.2.1"))).as("not an address of this device").isFalse();
    }
}
