package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.api.ShareTarget.Auto.Preference;

/**
 * How much each side of a device counts; together 1. Chosen so that, where nothing is known of habits, every paired device that was not set back to unverified passes the threshold,
 * a stranger passes it on the same network alone, and a stranger at a distance never.
 */
record Weights(double trust, double presence, double nearness, double speed, double habit) {
    static Weights of(Preference preference) {
        return switch (preference) {
            case BEST -> new Weights(0.30, 0.15, 0.15, 0.10, 0.30);
            case NEAREST -> new Weights(0.15, 0.10, 0.50, 0.10, 0.15);
            case FASTEST -> new Weights(0.15, 0.25, 0.10, 0.40, 0.10);
            case MOST_RECENT -> new Weights(0.30, 0.10, 0.10, 0.05, 0.45);
        };
    }
}
