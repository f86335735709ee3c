package dev.ferry.api;

import java.util.OptionalLong;

/**
 * What all shares of this device together may take of the network, and each of them; payload bytes a second, 1 or more; empty is no limit. They hold on every network,
 * the local one too.
 *
 * @param up   sent, by all together
 * @param down received, by all together
 * @param each sent or received, by each one
 */
public record Limits(OptionalLong up, OptionalLong down, OptionalLong each) {
    public static final Limits NONE = new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty());

    public Limits {
        demand(up);
        demand(down);
        demand(each);
    }

    static void demand(OptionalLong bytesPerSecond) {
        if (bytesPerSecond.isPresent() && bytesPerSecond.getAsLong() <= 0) {
            throw new IllegalArgumentException("A limit is at least one byte a second");
        }
    }
}
