package @name@;

import dev.ferry.tck.discovery.DiscoveryContract;
import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;
import java.util.List;

/** Holds the plugin to every rule of its role. A rule that fails names itself. */
class @Class@ContractTest extends DiscoveryContract {
    @Class@ContractTest() {
        super(DiscoverySubject.of(workers -> of(workers, "127.0.0.1:47900", "[::1]:47900")).withoutMedium(workers -> of(workers, "nowhere")));
    }

    private static @Class@Discovery of(Workers workers, String... addresses) {
        return new @Class@Discovery(List.of(addresses), Duration.ofSeconds(2), workers.io(), workers.timer());
    }
}
