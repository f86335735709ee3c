package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Bootstrap;
import dev.ferry.discovery.dht.internal.mainline.LocalNet;
import dev.ferry.spi.discovery.Rendezvous;
import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Two devices that share a secret, and a DHT of 30 nodes on the loopback interface; and one whose only bootstrap node does not exist. */
final class DhtContracts {
    static final DhtSettings.Pace QUICK = new DhtSettings.Pace(Duration.ofMillis(100), Duration.ofMillis(200), Duration.ofMillis(400), Duration.ofMinutes(55));
    private static final LocalNet NET = new LocalNet(30);
    private static final List<byte[]> SHARED = List.of(AgreedPlaces.secret(1));

    private DhtContracts() { }

    static DiscoverySubject subject() {
        return DiscoverySubject.of(workers -> discovery(workers, NET.bootstrap(), new AgreedPlaces(List.of(), SHARED)))
                .announcedBy(workers -> discovery(workers, NET.bootstrap(), new AgreedPlaces(SHARED, List.of())))
                .withoutMedium(workers -> discovery(workers, List.of(new Bootstrap("127.0.0.1", 1)), new AgreedPlaces(List.of(), SHARED)));
    }

    static DhtDiscovery discovery(Workers workers, List<Bootstrap> bootstrap, Rendezvous rendezvous) {
        return new DhtDiscovery(new DhtDiscovery.Setup(new DhtSettings(true, Optional.of(loopback()), bootstrap, QUICK), rendezvous, Optional.empty(), Optional.empty(), List.of(), workers.io(), workers.timer(),
                InstantSource.system(), System::nanoTime, new SecureRandom()));
    }

    static InetAddress loopback() {
        try {
            return InetAddress.getByName("127.0.0.1");
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
