package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.discovery.dht.internal.mainline.Bootstrap;
import dev.ferry.discovery.dht.internal.mainline.LocalNet;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import dev.ferry.tck.discovery.Workers;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ferry doctor} is told of the DHT. */
@Timeout(60)
class StandingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<byte[]> SHARED = List.of(AgreedPlaces.secret(1));
    private static final String TIME = "20\\d\\d-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ";

    private final Workers workers = new Workers(Executors.newCachedThreadPool(), Executors.newSingleThreadScheduledExecutor());
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        workers.timer().shutdownNow();
        workers.io().shutdown();
    }

    private void awaitNote(String pattern) {
        assertThat(sink.await(PATIENCE, seen -> seen.notes().stream().anyMatch(note -> note.matches(pattern)))).as("%s, but %s", pattern, sink.notes()).isTrue();
    }

    private static Advertisement advertisement() {
        return new Advertisement("abcdefgh", new byte[] {1, 2, 3}, List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN)));
    }

    private DhtDiscovery announcing(List<Bootstrap> bootstrap) {
        DhtDiscovery discovery = DhtContracts.discovery(workers, bootstrap, new AgreedPlaces(SHARED, List.of()));
        discovery.browse(sink);
        discovery.advertise(advertisement());
        return discovery;
    }

    @Test
    void nodesThatAreKnownAndAnswerAndTheLastPutAreCounted() {
        try (LocalNet net = new LocalNet(20); DhtDiscovery discovery = announcing(net.bootstrap())) {
            awaitNote("It knows [1-9]\\d* nodes?, of which [1-9]\\d* answered at " + TIME + "\\. The last put was at " + TIME + ", at [1-9]\\d* nodes\\.");
        }
    }

    @Test
    void thatNobodyAnswersIsToldWithWhatMayBeTheCauseAlsoWhereNothingIsSought() {
        try (DhtDiscovery discovery = announcing(List.of(new Bootstrap("127.0.0.1", 1)))) {
            awaitNote("It knows 0 nodes, of which 0 answered at " + TIME + "\\. UDP may not leave this network, .*The last put, at " + TIME + ", was taken by no node\\.");
            assertThat(sink.await(PATIENCE, seen -> seen.calls().stream().anyMatch(call -> call.name().equals("trouble")))).as("trouble").isTrue();
        }
    }

    @Test
    void bootstrapNodesWithoutAnAddressAreTheCause() {
        try (DhtDiscovery discovery = announcing(List.of(new Bootstrap("nowhere.invalid", 6881)))) {
            awaitNote("It knows 0 nodes, .*None of the 1 bootstrap nodes in the configuration has a name that can be looked up now.*");
        }
    }

    @Test
    void withoutBootstrapNodesThatIsTheCause() {
        try (DhtDiscovery discovery = announcing(List.of())) {
            awaitNote("It knows 0 nodes, .*The configuration names no bootstrap node.*");
        }
    }

    @Test
    void withoutAPairItSaysThatItAsksNobody() {
        try (DhtDiscovery discovery = DhtContracts.discovery(workers, List.of(), new AgreedPlaces(List.of(), List.of()))) {
            discovery.browse(sink);
            awaitNote("It asks nobody now: there is no pair and no ticket.*");
        }
    }

    @Test
    void turnedOffItSaysSo() {
        DhtSettings settings = new DhtSettings(false, Optional.empty(), List.of(), DhtContracts.QUICK);
        try (DhtDiscovery discovery = new DhtDiscovery(new DhtDiscovery.Setup(settings, new AgreedPlaces(SHARED, SHARED), Optional.empty(), Optional.empty(), List.of(), workers.io(), workers.timer(),
                InstantSource.system(), System::nanoTime, new SecureRandom()))) {
            discovery.browse(sink);
            awaitNote("It is off, .*");
        }
    }
}
