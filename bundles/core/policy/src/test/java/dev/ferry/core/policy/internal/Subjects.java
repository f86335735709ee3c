package dev.ferry.core.policy.internal;

import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Chunking;
import dev.ferry.model.SessionTerms.Consent;
import dev.ferry.model.SessionTerms.Feature;
import dev.ferry.model.SessionTerms.Keys;
import dev.ferry.model.SessionTerms.Metadata;
import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Devices, and the most that each relationship's terms may say. */
final class Subjects {
    private static final DeviceId ID = new DeviceId("1".repeat(64));

    private Subjects() { }

    static DeviceRelationship of(String name) {
        return switch (name) {
            case "unknown" -> stranger(SecurityContext.WORDS);
            case "blocked" -> new DeviceRelationship.Blocked(ID, "lost on a train", Instant.EPOCH);
            default -> new DeviceRelationship.Paired(ID, "Laptop", TrustLevel.valueOf(name.toUpperCase(Locale.ROOT)),
                    new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
        };
    }

    static DeviceRelationship stranger(SecurityContext context) {
        return new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, context);
    }

    static SessionTerms most(String relationship) {
        return switch (relationship) {
            case "unknown" -> terms(Consent.ASK, true, Duration.ofHours(1), false, Optional.of(Duration.ofHours(1)), Metadata.MINIMAL, false, Set.of());
            case "unverified" -> paired(Consent.ASK, Set.of());
            case "verified" -> paired(Consent.ASK, Set.of(Feature.MOVE, Feature.REFERENCE));
            default -> paired(Consent.AUTOMATIC, Set.of(Feature.values()));
        };
    }

    static SessionTerms paired(Consent consent, Set<Feature> features) {
        return terms(consent, false, Duration.ofHours(24), true, Optional.empty(), Metadata.FULL, true, features);
    }

    static SessionTerms terms(Consent consent, boolean throwaway, Duration life, boolean resumable, Optional<Duration> timeout, Metadata metadata, boolean history,
                              Set<Feature> features) {
        return new SessionTerms("test", consent, new Keys(throwaway, life, 64L * 1024 * 1024 * 1024), resumable, new Chunking(false, 65536, 65536), 1,
                OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), timeout, metadata, history, features);
    }
}
