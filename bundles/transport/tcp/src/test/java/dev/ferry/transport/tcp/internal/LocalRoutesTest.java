package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LocalRoutesTest {

    @Test
    void a_bound_address_is_the_only_route_even_loopback() throws Exception {
        assertThat(LocalRoutes.of(Optional.of(InetAddress.getByName("127.0.0.1")), 7))
                .containsExactly(new Route("tcp", "127.0.0.1:7", Proximity.SAME_HOST));
        assertThat(LocalRoutes.of(Optional.of(InetAddress.getByName("::1")), 7))
                .containsExactly(new Route("tcp", "[0:0:0:0:0:0:0:1]:7", Proximity.SAME_HOST));
    }

    @Test
    void every_address_of_every_interface_is_a_route_but_those_that_lead_nowhere() {
        List<Route> routes = LocalRoutes.of(Optional.empty(), 7);
        assertThat(routes).isNotEmpty().doesNotHaveDuplicates();
        List<InetAddress> addresses = routes.stream().map(route -> Addresses.parse(route.address())).map(InetSocketAddress::getAddress).toList();
        assertThat(addresses).noneMatch(InetAddress::isAnyLocalAddress).noneMatch(address -> address.getAddress().length == 4 && address.isLinkLocalAddress());
        if (addresses.stream().anyMatch(InetAddress::isLoopbackAddress)) {
            assertThat(addresses).as("loopback only where there is nothing else").hasSize(1);
        }
    }
}
