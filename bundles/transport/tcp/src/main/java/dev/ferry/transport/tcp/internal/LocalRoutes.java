package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where a port of this device can be reached now. */
final class LocalRoutes {
    private LocalRoutes() { }

    /** @param only the address that the port is bound to; empty is every one */
    static List<Route> of(Optional<InetAddress> only, int port) {
        List<InetAddress> addresses = only.map(List::of).orElseGet(LocalRoutes::usable);
        return addresses.stream().map(address -> route(address, port)).toList();
    }

    private static Route route(InetAddress address, int port) {
        return new Route(TcpTransport.ID, Addresses.format(address, port), address.isLoopbackAddress() ? Proximity.SAME_HOST : Proximity.LAN);
    }

    private static List<InetAddress> usable() {
        List<InetAddress> usable = new ArrayList<>();
        try {
            for (NetworkInterface network : NetworkInterface.networkInterfaces().toList()) {
                if (isUp(network)) {
                    network.inetAddresses().filter(LocalRoutes::reachable).forEach(usable::add);
                }
            }
        } catch (SocketException e) {
            // No interface at all: what is left is this host itself.
        }
        return usable.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : usable;
    }

    /** An interface may vanish while it is asked. */
    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }

    /** An IPv4 link-local address means that no network was found; an IPv6 one always works, with its zone. */
    private static boolean reachable(InetAddress address) {
        return !address.isAnyLocalAddress() && !address.isLoopbackAddress() && !address.isMulticastAddress()
                && !(address instanceof Inet4Address && address.isLinkLocalAddress());
    }
}
