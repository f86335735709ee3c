package dev.ferry.core.transfer.internal.share;

import java.time.Duration;
import java.util.Optional;

/** Bytes a second over the last three seconds. Fed at regular ticks by one thread. */
final class RateMeter {
    /** At four ticks a second. */
    private static final int SAMPLES = 13;
    /** Before a second has passed the first small files say nothing about the large ones. */
    private static final int SAMPLES_FOR_ETA = 5;
    private static final double NANOS = 1e9;

    private final long[] times = new long[SAMPLES];
    private final long[] bytes = new long[SAMPLES];
    private int filled;
    private int next;
    private long rate;

    void sample(long nanoTime, long sofar) {
        int oldest = filled < SAMPLES ? 0 : next;
        if (filled > 0) {
            long elapsed = nanoTime - times[oldest];
            rate = elapsed <= 0 ? rate : Math.round((sofar - bytes[oldest]) * NANOS / elapsed);
        }
        times[next] = nanoTime;
        bytes[next] = sofar;
        next = (next + 1) % SAMPLES;
        filled = Math.min(SAMPLES, filled + 1);
    }

    /** What was before a pause says nothing about after it. */
    void restart() {
        filled = 0;
        next = 0;
        rate = 0;
    }

    long rate() {
        return rate;
    }

    Optional<Duration> eta(long remaining) {
        return rate <= 0 || remaining < 0 || filled < SAMPLES_FOR_ETA ? Optional.empty() : Optional.of(Duration.ofSeconds((remaining + rate - 1) / rate));
    }
}
