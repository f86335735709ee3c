package dev.ferry.core.transfer.internal.engine;

import java.time.Duration;

/**
 * When a device that was not there is tried again: soon after it was seen, and else after pauses that grow, because its last addresses may lead to it again without anybody
 * seeing it. Times are nanoseconds of a monotone clock. Guarded by its owner.
 */
final class Patience {
    /** Between two tries, however often it is seen. */
    static final Duration LEAST = Duration.ofSeconds(2);
    static final Duration FIRST = Duration.ofMinutes(1);
    static final Duration LONGEST = Duration.ofMinutes(30);

    /** Between two offers that nobody answered. */
    static final Duration LONGEST_SILENCE = Duration.ofDays(1);

    private final long start;
    private Duration pause = FIRST;
    private Duration silence = LONGEST;
    private long soonest;
    private long due;
    private long timer = Long.MAX_VALUE;
    /** Since the last try began. */
    private boolean seen;

    Patience(long now) {
        start = now;
    }

    /** How long until the next try; nothing or less is now. */
    long left(long now) {
        return due - (now - start);
    }

    void begins() {
        seen = false;
    }

    /** Whoever was seen while the try went on may have come just too late for it. */
    void failed(long now) {
        failed(now, LEAST);
    }

    /** Something is missing at this device, not at the other: as soon as it comes there is nothing to spare. */
    void missed(long now) {
        failed(now, Duration.ZERO);
    }

    private void failed(long now, Duration least) {
        soonest = now - start + least.toNanos();
        due = now - start + pause.toNanos();
        pause = doubled(pause, LONGEST);
        if (seen) {
            seen();
        }
        seen = false;
    }

    /** It was there, and nobody at it answered: its being seen is no reason to ask again. */
    void unanswered(long now) {
        due = now - start + silence.toNanos();
        soonest = due;
        silence = doubled(silence, LONGEST_SILENCE);
    }

    private static Duration doubled(Duration once, Duration most) {
        Duration twice = once.multipliedBy(2);
        return twice.compareTo(most) > 0 ? most : twice;
    }

    /** It was there: nothing speaks against trying at once. */
    void reached() {
        pause = FIRST;
        silence = LONGEST;
        soonest = 0;
        due = 0;
    }

    void seen() {
        seen = true;
        pause = FIRST;
        due = Math.min(due, soonest);
    }

    /** @return whether a timer is needed for the next try; one is set then */
    boolean arms() {
        if (timer <= due) {
            return false;
        }
        timer = due;
        return true;
    }

    /** A timer has rung. */
    void rang() {
        timer = Long.MAX_VALUE;
    }
}
