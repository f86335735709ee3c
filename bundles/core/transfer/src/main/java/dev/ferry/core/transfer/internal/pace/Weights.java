package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.ShareOptions.Priority;
import java.util.List;

/**
 * What priorities weigh against each other. {@link Priority#CRITICAL} has no weight: while one such transfer has something to move, all others share what is reserved for them.
 *
 * @param low    1 to 1000
 * @param normal 1 to 1000
 * @param high   1 to 1000
 */
public record Weights(int low, int normal, int high) {
    public static final Weights DEFAULT = new Weights(1, 3, 9);
    private static final int MOST = 1000;

    public Weights {
        for (int weight : List.of(low, normal, high)) {
            if (weight < 1 || weight > MOST) {
                throw new IllegalArgumentException("A priority weighs 1 to " + MOST + ", not " + weight);
            }
        }
    }

    int of(Priority priority) {
        return switch (priority) {
            case LOW -> low;
            case NORMAL -> normal;
            case HIGH -> high;
            case CRITICAL -> 1;
        };
    }
}
