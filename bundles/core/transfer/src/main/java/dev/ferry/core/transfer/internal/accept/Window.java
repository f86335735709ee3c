package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.transfer.internal.share.Platform;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The credit that the sender has. Without a limit it gets back what was written, so that at most {@value #BYTES} bytes are on their way; with a limit it gets no more than
 * the limit has earned by the monotone clock, so that the limit holds on what is received whatever the sender does.
 */
final class Window implements AutoCloseable {
    static final long BYTES = 16L << 20;
    /** Handed back at once from here on; less waits for the tick. */
    private static final long QUARTER = BYTES / 4;
    private static final long TICK_MILLIS = 100;
    private static final double SECOND = 1e9;
    /** With a limit: what may be on its way, and what may be earned while nothing comes, as seconds of the limit. Together they are what a burst can bring. */
    private static final double OPEN_SECONDS = 0.25;
    private static final double BURST_SECONDS = 0.15;
    private static final long LEAST_OPEN = 16 * 1024;

    private final Platform platform;
    private final OptionalLong bytesPerSecond;
    private final LongConsumer grant;
    private final AtomicLong credit = new AtomicLong();
    /** Written and not granted again. */
    private final AtomicLong returned;
    private Future<?> ticks;
    private boolean closed;
    private double earned;
    private long earnedAt;

    /** @param grant sends that much credit; any thread */
    Window(Platform platform, OptionalLong bytesPerSecond, LongConsumer grant) {
        this.platform = platform;
        this.bytesPerSecond = bytesPerSecond;
        this.grant = grant;
        this.earnedAt = platform.nanoTime();
        this.returned = new AtomicLong(bytesPerSecond.isPresent() ? Math.min(BYTES, Math.max(LEAST_OPEN, (long) (bytesPerSecond.getAsLong() * OPEN_SECONDS))) : BYTES);
        bytesPerSecond.ifPresent(limit -> earned = limit * BURST_SECONDS);
    }

    void open() {
        release();
        schedule();
    }

    private synchronized void schedule() {
        if (closed) {
            return;
        }
        ticks = platform.timer().scheduleAtFixedRate(this::release, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Reader thread: payload came. */
    void spend(int bytes) throws ProtocolException {
        if (credit.addAndGet(-bytes) < 0) {
            throw new ProtocolException("More payload comes than there is credit for");
        }
    }

    /** Reader thread: it is written, or dropped. */
    void consumed(int bytes) {
        if (returned.addAndGet(bytes) >= QUARTER && bytesPerSecond.isEmpty()) {
            release();
        }
    }

    private synchronized void release() {
        long bytes = returned.get();
        if (bytesPerSecond.isPresent()) {
            bytes = Math.min(bytes, earn(bytesPerSecond.getAsLong()));
        }
        if (bytes > 0) {
            returned.addAndGet(-bytes);
            credit.addAndGet(bytes);
            grant.accept(bytes);
        }
    }

    private long earn(long limit) {
        long now = platform.nanoTime();
        earned = Math.min(Math.max(limit * BURST_SECONDS, 1), earned + (now - earnedAt) / SECOND * limit);
        earnedAt = now;
        long whole = Math.min((long) earned, returned.get());
        earned -= whole;
        return whole;
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
