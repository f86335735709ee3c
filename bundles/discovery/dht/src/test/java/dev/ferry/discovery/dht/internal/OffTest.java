package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.discovery.dht.internal.mainline.LocalNet;
import dev.ferry.discovery.dht.internal.mainline.LocalNode;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When nothing may be sent. */
class OffTest {
    private static final Duration A_WHILE = Duration.ofSeconds(2);

    private final LocalNet net = new LocalNet(3);
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
        io.shutdown();
        net.close();
    }

    private void assertSilent(boolean enabled, List<byte[]> secrets) {
        DhtSettings settings = new DhtSettings(enabled, Optional.of(DhtContracts.loopback()), net.bootstrap(), DhtContracts.QUICK);
        RecordingSink sink = new RecordingSink();
        try (DhtDiscovery discovery = new DhtDiscovery(new DhtDiscovery.Setup(settings, new AgreedPlaces(secrets, secrets), Optional.empty(), Optional.empty(), List.of(), io, timer, InstantSource.system(),
                System::nanoTime, new SecureRandom()))) {
            discovery.browse(sink);
            discovery.advertise(new Advertisement("abcdefgh", new byte[10], List.of(new Route("tcp", "127.0.0.1:1", Proximity.LAN))));
            assertThat(sink.await(A_WHILE, seen -> !seen.calls().isEmpty())).isFalse();
        }
        assertThat(net.nodes()).extracting(LocalNode::queries).containsOnly(0);
    }

    @Test
    void turned_off_it_sends_nothing_and_says_nothing() {
        assertSilent(false, List.of(AgreedPlaces.secret(1)));
    }

    @Test
    void without_pairs_and_tickets_it_sends_nothing_and_says_nothing() {
        assertSilent(true, List.of());
    }
}
