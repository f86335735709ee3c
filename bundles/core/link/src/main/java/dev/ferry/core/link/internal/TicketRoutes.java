package dev.ferry.core.link.internal;

import dev.ferry.core.protocol.crypto.TicketRoute;
import dev.ferry.model.Route;
import java.util.List;
import java.util.Optional;

/** The part of this device's routes that a ticket can carry: {@code host:port} without a zone, which means something on this device alone. */
final class TicketRoutes {
    /** Four are enough for two interfaces in both families, and keep the QR code small. */
    private static final int MOST = 4;

    private TicketRoutes() { }

    static List<TicketRoute> of(List<Route> routes) {
        return routes.stream().flatMap(r -> of(r).stream()).limit(MOST).toList();
    }

    private static Optional<TicketRoute> of(Route route) {
        String address = route.address();
        int colon = address.lastIndexOf(':');
        if (colon < 1 || address.indexOf('%') >= 0) {
            return Optional.empty();
        }
        String host = address.substring(0, colon).replaceAll("^\\[|]$", "");
        try {
            return Optional.of(new TicketRoute(route.transport(), host, Integer.parseInt(address.substring(colon + 1))));
        } catch (IllegalArgumentException e) {
            // Another transport's form of address: no ticket form exists for it.
            return Optional.empty();
        }
    }
}
