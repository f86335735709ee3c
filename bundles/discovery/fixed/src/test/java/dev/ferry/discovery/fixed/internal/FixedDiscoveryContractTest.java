package dev.ferry.discovery.fixed.internal;

import dev.ferry.tck.discovery.DiscoveryContract;
import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;
import java.util.List;

class FixedDiscoveryContractTest extends DiscoveryContract {
    /** No name has a part of more than 63 letters, so it is refused without asking any network. */
    private static final String IMPOSSIBLE = "a".repeat(64) + ":47900";

    FixedDiscoveryContractTest() {
        super(DiscoverySubject.of(workers -> of(workers, "nas=localhost:47900", "[::1]:47900")).withoutMedium(workers -> of(workers, IMPOSSIBLE)));
    }

    private static FixedDiscovery of(Workers workers, String... hosts) {
        return new FixedDiscovery(List.of(hosts), Duration.ofSeconds(2), workers.io(), workers.timer());
    }
}
