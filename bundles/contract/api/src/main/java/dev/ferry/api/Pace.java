package dev.ferry.api;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * How fast a share may go beside others of this device.
 *
 * @param priority       against the other shares of its direction
 * @param bytesPerSecond most payload bytes a second of this share alone, 1 or more; empty leaves it to {@link Limits}
 */
public record Pace(ShareOptions.Priority priority, OptionalLong bytesPerSecond) {
    /** As a share begins when nothing else was said. */
    public static final Pace DEFAULT = new Pace(ShareOptions.Priority.NORMAL, OptionalLong.empty());

    public Pace {
        Objects.requireNonNull(priority, "priority");
        Limits.demand(bytesPerSecond);
    }
}
