package dev.ferry.core.transfer.internal.send;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Keeps a share to the bytes a second that its options name. One thread. */
public final class Pacer {
    private static final double SECOND = 1e9;
    /** What was not used may be caught up with for so long. */
    private static final long BURST_NANOS = 250_000_000L;

    private final OptionalLong bytesPerSecond;
    private final LongSupplier nanos;
    /** When everything taken so far will have been due. */
    private long due;
    private boolean begun;

    public Pacer(OptionalLong bytesPerSecond, LongSupplier nanos) {
        this.bytesPerSecond = bytesPerSecond;
        this.nanos = nanos;
    }

    /** @return how long to wait before sending so many bytes, in nanoseconds */
    long take(long bytes) {
        if (bytesPerSecond.isEmpty()) {
            return 0;
        }
        long now = nanos.getAsLong();
        if (!begun || now - due > BURST_NANOS) {
            due = now;
            begun = true;
        }
        long wait = due - now;
        due += Math.round(bytes * SECOND / bytesPerSecond.getAsLong());
        return Math.max(0, wait);
    }
}
