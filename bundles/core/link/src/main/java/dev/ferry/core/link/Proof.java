package dev.ferry.core.link;

import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.protocol.crypto.TicketRoute;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.util.List;

/** How the two sides of a new connection convince each other. */
public sealed interface Proof {
    /** Both know the pair's secret and sign with the keys stored at pairing. */
    record Pinned(DeviceId peer) implements Proof { }

    /** Both know a typed code. */
    record Code(PairingCode code) implements Proof { }

    /** Both know a ticket's secret. */
    record WithTicket(Ticket ticket) implements Proof {
        /** The ways to its issuer that the ticket names. */
        public List<Route> routes() {
            return ticket.routes().stream().map(WithTicket::route).toList();
        }

        private static Route route(TicketRoute r) {
            String host = r.host().indexOf(':') >= 0 ? "[" + r.host() + "]" : r.host();
            return new Route(r.transport(), host + ":" + r.port(), Proximity.LAN);
        }
    }

    /** Nothing is known: four words for two people to compare. */
    record Words() implements Proof { }
}
