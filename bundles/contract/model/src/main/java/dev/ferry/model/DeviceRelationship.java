package dev.ferry.model;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** What another device is to this one. Decided by authentication on a link; before that it is a hint. */
public sealed interface DeviceRelationship {

    /**
     * A device that was paired and is not blocked.
     *
     * @param id           its key's hash
     * @param name         the name its owner gave it, escaped
     * @param trust        set by this device's owner
     * @param status       reachable or not
     * @param capabilities what both sides can do, as of the last link
     */
    record Paired(DeviceId id, String name, TrustLevel trust, ConnectionStatus status, Capabilities capabilities) implements DeviceRelationship {
        public Paired {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(trust, "trust");
        }
    }

    /**
     * A device that nothing is known about but what it says.
     *
     * @param advert    its verified advert, absent where it is known by code, ticket or address alone
     * @param proximity of its nearest route
     * @param context   how its identity was verified on this link
     */
    record Unknown(Optional<Advert> advert, Proximity proximity, SecurityContext context) implements DeviceRelationship {
        public Unknown {
            Objects.requireNonNull(proximity, "proximity");
            Objects.requireNonNull(context, "context");
        }
    }

    /** A device that the owner blocked, by key. */
    record Blocked(DeviceId id, String reason, Instant blockedAt) implements DeviceRelationship {
        public Blocked {
            Objects.requireNonNull(id, "id");
        }
    }

    /** The name under which a security profile governs this relationship: {@code trusted}, {@code verified}, {@code unverified} or {@code unknown}; {@code blocked} has none. */
    default String governedBy() {
        if (this instanceof Paired paired) {
            return switch (paired.trust()) {
                case TRUSTED -> "trusted";
                case VERIFIED -> "verified";
                case UNVERIFIED -> "unverified";
            };
        }
        return this instanceof Unknown ? "unknown" : "blocked";
    }
}
