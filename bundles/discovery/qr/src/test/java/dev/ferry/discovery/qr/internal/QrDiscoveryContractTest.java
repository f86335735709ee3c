package dev.ferry.discovery.qr.internal;

import dev.ferry.tck.discovery.DiscoveryContract;
import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.net.InetAddress;
import java.time.Instant;
import java.time.InstantSource;

class QrDiscoveryContractTest extends DiscoveryContract {
    /** No name has a part of more than 63 letters, so it is refused without asking any network. */
    private static final String IMPOSSIBLE = "a".repeat(64) + ":47900";

    QrDiscoveryContractTest() {
        super(DiscoverySubject.of(workers -> of(workers, "192.0.2.7:47900", "[2001:db8::7]:47900", "localhost:47900")).withoutMedium(workers -> of(workers, IMPOSSIBLE)));
    }

    private static QrDiscovery of(Workers workers, String... addresses) {
        HandedTickets tickets = new HandedTickets(HandedTickets.scan("t1", Instant.now().plusSeconds(600), addresses));
        return new QrDiscovery(tickets, InetAddress::getAllByName, workers.io(), InstantSource.system());
    }
}
