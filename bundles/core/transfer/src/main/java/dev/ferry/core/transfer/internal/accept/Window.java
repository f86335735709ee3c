package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.transfer.internal.pace.Lane;
import dev.ferry.core.transfer.internal.share.Platform;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;

/**
 * The credit that the sender has. Without a limit it gets back what was written, so that at most what {@link Reach} allows is on its way. With a limit it gets no more than
 * the limit has earned by the monotone clock, so that the limit holds on what is received whatever the sender does. What this device's owner limits is kept in the same
 * way, on top.
 */
final class Window implements AutoCloseable {
    private static final long TICK_MILLIS = 100;
    private static final double SECOND = 1e9;
    /** With a limit: what may be on its way, and what may be earned while nothing comes, as seconds of the limit. Together they are what a burst can bring. */
    private static final double OPEN_SECONDS = 0.25;
    private static final double BURST_SECONDS = 0.15;
    private static final long LEAST_OPEN = 16 * 1024;

    private final Platform platform;
    private final Lane lane;
    private final OptionalLong bytesPerSecond;
    private final LongConsumer grant;
    private final AtomicLong credit = new AtomicLong();
    /** Written and not granted again. */
    private final AtomicLong returned;
    private Future<?> ticks;
    private final Reach reach;
    /** Something came since the last grant. */
    private volatile boolean untold;
    private boolean closed;
    private double earned;
    private long earnedAt;

    /**
     * @param lane  its own: it is closed with this
     * @param reach without a limit
     * @param grant sends that much credit; any thread
     */
    Window(Platform platform, Lane lane, OptionalLong bytesPerSecond, Reach reach, LongConsumer grant) {
        this.platform = platform;
        this.lane = lane;
        this.bytesPerSecond = bytesPerSecond;
        this.grant = grant;
        this.earnedAt = platform.nanoTime();
        this.reach = reach;
        this.returned = new AtomicLong(bytesPerSecond.isPresent() ? open(bytesPerSecond.getAsLong()) : reach.window());
        bytesPerSecond.ifPresent(limit -> earned = limit * BURST_SECONDS);
    }

    void open() {
        reach.open();
        release();
        schedule();
    }

    private synchronized void schedule() {
        if (closed) {
            return;
        }
        ticks = platform.timer().scheduleAtFixedRate(this::tick, TICK_MILLIS, TICK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Reader thread: what was wanted begins to come. */
    void answered() {
        if (bytesPerSecond.isEmpty()) {
            returned.addAndGet(reach.answered());
        }
    }

    /** What is too much on its way already is not granted again when it comes. What came of it is told all the same, or the sender would take that for silence. */
    private void tick() {
        if (bytesPerSecond.isEmpty()) {
            returned.addAndGet(reach.look());
        }
        release();
        if (untold) {
            untold = false;
            grant.accept(0);
        }
    }

    /** Reader thread: payload came. */
    void spend(int bytes) throws ProtocolException {
        answered();
        if (credit.addAndGet(-bytes) < 0) {
            throw new ProtocolException("More payload comes than there is credit for");
        }
    }

    /** Reader thread: it is written, or dropped. Handed back at once from a quarter of the window on; less waits for the tick. */
    void consumed(int bytes) {
        untold = true;
        if (returned.addAndGet(bytes) >= reach.window() / 4 && bytesPerSecond.isEmpty() && lane.isFree()) {
            release();
        }
    }

    private synchronized void release() {
        long bytes = returned.get();
        if (bytesPerSecond.isPresent()) {
            earn(bytesPerSecond.getAsLong());
            bytes = Math.min(bytes, (long) earned);
        }
        bytes = lane.isFree() ? bytes : lane.upTo(Math.max(0, Math.min(bytes, open(lane.rate()) - credit.get())));
        if (bytes > 0) {
            earned -= bytes;
            returned.addAndGet(-bytes);
            credit.addAndGet(bytes);
            untold = false;
            grant.accept(bytes);
        }
    }

    private static long open(long limit) {
        return Math.min(Reach.BYTES, Math.max(LEAST_OPEN, (long) (limit * OPEN_SECONDS)));
    }

    private void earn(long limit) {
        long now = platform.nanoTime();
        earned = Math.min(Math.max(limit * BURST_SECONDS, 1), earned + (now - earnedAt) / SECOND * limit);
        earnedAt = now;
    }

    @Override
    public synchronized void close() {
        closed = true;
        lane.close();
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
