package dev.ferry.discovery.mdns.internal;

import dev.ferry.spi.discovery.Sighting;
import java.util.Arrays;
import java.util.Optional;

/** What an ear remembers of one instance. Guarded by its ear. Times are of the monotone clock, in nanoseconds. */
final class Peer {
    final String instance;
    /** Host name of the service, lower case; empty until known. */
    String server = "";
    /** JmDNS's stamp of the newest record, to see that one came. */
    long newest;
    long heardAt;
    long askedAt;
    int unanswered;
    Optional<Sighting> reported = Optional.empty();
    long reportedAt;

    Peer(String instance, long now) {
        this.instance = instance;
        this.heardAt = now;
    }

    String qualified() {
        return instance + "." + PacedDns.TYPE;
    }

    /** Whether the sink already knows all of this. */
    boolean hasReported(Sighting sighting) {
        return reported.filter(old -> old.routes().equals(sighting.routes()) && old.details().equals(sighting.details())
                && Arrays.equals(old.record().orElseThrow(), sighting.record().orElseThrow())).isPresent();
    }
}
