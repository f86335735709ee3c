package dev.ferry.core.transfer.internal.pace;

/**
 * Keeps to a rate. What was taken before its time is waited for afterwards, so that pieces of any size keep to it on the whole. Not safe for use by several threads.
 */
final class Bucket {
    private static final double SECOND = 1e9;
    static final long UNLIMITED = Long.MAX_VALUE;

    private final double burstSeconds;
    private long rate = UNLIMITED;
    private double saved;
    private long at;

    /** @param burstSeconds for how long what was not used may be caught up with: late wakings must not lower the rate, and the rest is what a burst can bring */
    Bucket(double burstSeconds) {
        this.burstSeconds = burstSeconds;
    }

    /** @param bytesPerSecond {@link #UNLIMITED} for none */
    void rate(long bytesPerSecond, long now) {
        if (bytesPerSecond != rate) {
            // Debts to another rate are void: they could take hours at the new one.
            saved = 0;
            at = now;
            rate = bytesPerSecond;
        }
    }

    /** How many nanoseconds until something may be taken; 0 for now. */
    long delay(long now) {
        if (rate == UNLIMITED) {
            return 0;
        }
        saved = Math.min(rate * burstSeconds, saved + (now - at) / SECOND * rate);
        at = now;
        return saved >= 0 ? 0 : Math.max(1, (long) Math.ceil(-saved / rate * SECOND));
    }

    void take(long bytes) {
        if (rate != UNLIMITED) {
            saved -= bytes;
        }
    }
}
