package dev.ferry.core.identity;

import dev.ferry.model.TrustLevel;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How long a pair has its trust level, by the wall clock: while the machine sleeps or is off, time passes too.
 *
 * @param afterwards the level from {@code until} on
 * @param given      when it was given
 * @param until      when it ends
 */
public record Lease(TrustLevel afterwards, Instant given, Instant until) {
    /** What a clock may be put right by without ending what was given. */
    private static final Duration CORRECTION = Duration.ofMinutes(5);

    public Lease {
        Objects.requireNonNull(afterwards, "afterwards");
        if (!given.isBefore(until)) {
            throw new IllegalArgumentException("It is over before it begins: " + given + " to " + until);
        }
    }

    /** Not by a clock that shows a time before it was given either: how much of its time has passed nobody knows then. */
    public boolean holds(Instant now) {
        return now.isBefore(until) && !now.isBefore(given.minus(CORRECTION));
    }
}
