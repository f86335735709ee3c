package @name@;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.spi.security.SecurityProfile;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Gives the terms. Knows nothing of OSGi and is tested without it. */
final class @Class@Profile implements SecurityProfile {
    static final String ID = "@id@";
    static final String RELATIONSHIP = "verified";
    static final long BYTES_PER_SECOND = 10 << 20;
    private static final Keys KEYS = new Keys(false, Duration.ofHours(1), 64L << 30);
    private static final Chunking CHUNKING = new Chunking(true, 64 << 10, 4 << 20);

    private final SessionTerms terms;

    /** @throws IllegalArgumentException a limit that lets nothing through; then the plugin does not start, and says this */
    @Class@Profile(long bytesPerSecond) {
        if (bytesPerSecond < 1) {
            throw new IllegalArgumentException("bytesPerSecond is " + bytesPerSecond + " and must be 1 or more.");
        }
        terms = new SessionTerms(ID, Consent.ASK, KEYS, true, CHUNKING, 1, OptionalLong.empty(), OptionalLong.of(bytesPerSecond), OptionalLong.empty(), Optional.empty(),
                Metadata.TIMES, true, Set.of());
    }

    /** Your terms. The same for the same relationship, at once, from memory. */
    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        if (!relationship.governedBy().equals(RELATIONSHIP)) {
            throw new IllegalArgumentException("This profile governs " + RELATIONSHIP + " devices, not a relationship that is " + relationship.governedBy());
        }
        return terms;
    }
}
