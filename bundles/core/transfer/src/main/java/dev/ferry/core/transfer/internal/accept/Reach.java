package dev.ferry.core.transfer.internal.accept;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * How much of a transfer may be on its way. It is lost when either device or the connection dies, so it is a little of a small transfer; where the other device is so far away
 * that this would slow it down, it is {@value #BYTES} bytes. A device that is slow to begin is not far: whoever seems so at first is asked until one quick answer shows better.
 */
final class Reach {
    static final long BYTES = 16L << 20;
    /** With the block that is not complete less than four chunks. */
    private static final long LEAST_BYTES = 3L << 20;
    private static final int PART_OF_TRANSFER = 128;
    private static final Duration NEAR = Duration.ofMillis(40);
    private static final int MOST_ASKED = 20;

    private final LongSupplier nanoTime;
    private final Distance distance;
    private final long least;
    private volatile long window;
    private long openedAt;
    private boolean answered;
    private int asked;

    /** Of the other device. */
    interface Distance {
        /** The shortest time that an answer took so far. */
        Optional<Duration> roundTrip();

        /** For one more answer; returns at once. */
        void ask();
    }

    Reach(long transferBytes, LongSupplier nanoTime, Distance distance) {
        this.nanoTime = nanoTime;
        this.distance = distance;
        this.least = Math.max(LEAST_BYTES, Math.min(BYTES, transferBytes / PART_OF_TRANSFER));
        this.window = least;
    }

    long window() {
        return window;
    }

    synchronized void open() {
        openedAt = nanoTime.getAsLong();
        distance.ask();
    }

    /**
     * Something came; only the first time says anything.
     *
     * @return by how much the window grew
     */
    synchronized long answered() {
        boolean late = !answered && nanoTime.getAsLong() - openedAt > NEAR.toNanos();
        answered = true;
        return late && !isNear() ? change(BYTES) : 0;
    }

    /**
     * To be called now and then.
     *
     * @return by how much the window changed
     */
    synchronized long look() {
        if (window == least) {
            return 0;
        }
        if (isNear()) {
            return change(least);
        }
        if (asked < MOST_ASKED) {
            asked++;
            distance.ask();
        }
        return 0;
    }

    private boolean isNear() {
        return distance.roundTrip().filter(time -> time.compareTo(NEAR) <= 0).isPresent();
    }

    private long change(long next) {
        long by = next - window;
        window = next;
        return by;
    }
}
