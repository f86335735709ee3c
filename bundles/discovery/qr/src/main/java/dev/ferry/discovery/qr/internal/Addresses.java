package dev.ferry.discovery.qr.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;

/** Makes routes that can be dialled of the ones that a ticket names. */
final class Addresses {
    /** A name that leads to more places is no device's. */
    private static final int MOST_OF_ONE = 8;

    /** Looks up the name of a host. */
    interface Names {
        InetAddress[] lookUp(String host) throws UnknownHostException;
    }

    private final Names names;

    Addresses(Names names) {
        this.names = names;
    }

    /**
     * In the same order; a name becomes the addresses that it has here and now, which may take as long as the system's resolver wants. An address is not looked up anywhere.
     *
     * @param unknown takes each host whose name nobody knows
     */
    List<Route> of(List<Route> named, List<String> unknown) {
        List<Route> routes = new ArrayList<>();
        for (Route route : named) {
            int colon = route.address().lastIndexOf(':');
            String host = route.address().substring(0, Math.max(0, colon));
            try {
                InetAddress[] found = names.lookUp(host);
                for (int i = 0; i < Math.min(found.length, MOST_OF_ONE); i++) {
                    routes.add(new Route(route.transport(), literal(found[i]) + route.address().substring(colon), proximity(found[i])));
                }
            } catch (UnknownHostException e) {
                unknown.add(host);
            }
        }
        return routes.stream().distinct().toList();
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private static Proximity proximity(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Proximity.SAME_HOST;
        }
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193, which Java does not know
        return address.isLinkLocalAddress() || address.isSiteLocalAddress() || uniqueLocal ? Proximity.LAN : Proximity.INTERNET;
    }
}
