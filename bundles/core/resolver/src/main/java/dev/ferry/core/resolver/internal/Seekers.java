package dev.ferry.core.resolver.internal;

import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.protocol.crypto.TicketRoute;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.core.resolver.Targets.Seeking;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Scans;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Looks for the issuers of tickets, by what plugins make of them. */
final class Seekers {
    /** A plugin that takes longer to look at a few addresses, or to look up a name, is not waited for: the issuer may be found in another way. */
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ScannedTickets scans;
    private final MeetingPlaces places;
    private final Directory directory;
    private final Nameplates waiting;
    private final InstantSource clock;

    Seekers(ScannedTickets scans, MeetingPlaces places, Directory directory, Nameplates waiting, InstantSource clock) {
        this.scans = scans;
        this.places = places;
        this.directory = directory;
        this.waiting = waiting;
        this.clock = clock;
    }

    Seeking seek(Ticket ticket) {
        byte[] secret = ticket.meeting();
        try {
            return new OfTicket(scans.add(ticket.routes().stream().map(Seekers::route).toList(), clock.instant(), ticket.expiry()), places.seek(secret));
        } finally {
            Wipe.bytes(secret);
        }
    }

    private static Route route(TicketRoute r) {
        String host = r.host().indexOf(':') >= 0 ? "[" + r.host() + "]" : r.host();
        return new Route(r.transport(), host + ":" + r.port(), Proximity.LAN);
    }

    private final class OfTicket implements Seeking {
        private final Scans.Scan scan;
        private final Optional<Registration> meeting;

        OfTicket(Scans.Scan scan, Optional<Registration> meeting) {
            this.scan = scan;
            this.meeting = meeting;
        }

        @Override
        public List<Route> addresses() throws InterruptedException {
            return scan.routes().isEmpty() || !scans.followed() ? List.of() : waiting.await(() -> directory.ofScan(scan.key()), LOOK);
        }

        @Override
        public boolean elsewhere() {
            return meeting.isPresent();
        }

        @Override
        public void close() {
            scans.done(scan);
            meeting.ifPresent(Registration::close);
        }
    }
}
