package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Notices a sender that lives and sends nothing. Time in which this side writes, or in which anybody paused, does not count. Counts ticks and not time, so that a process
 * that stood still looks at what came meanwhile before it gives up.
 */
final class IdleWatch implements AutoCloseable {
    private static final Duration MOST = Duration.ofSeconds(120);
    private static final long TICK_SECONDS = 5;

    private final Platform platform;
    private final BooleanSupplier awaiting;
    private final BiConsumer<Problem, CancelReason> idle;
    private Future<?> ticks;
    private boolean closed;
    private volatile boolean stirred;
    private volatile boolean writing;
    private volatile boolean paused;
    private int quiet;

    IdleWatch(Platform platform, BooleanSupplier awaiting, BiConsumer<Problem, CancelReason> idle) {
        this.platform = platform;
        this.awaiting = awaiting;
        this.idle = idle;
    }

    synchronized void start() {
        if (!closed) {
            ticks = platform.timer().scheduleAtFixedRate(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** Reader: begins to write. */
    void busy() {
        writing = true;
    }

    /** Reader: has written. Cheap: the tick looks at the clock. */
    void heard() {
        stirred = true;
        writing = false;
    }

    void flow(boolean stands) {
        paused = stands;
        stirred = true;
    }

    private void tick() {
        quiet = stirred || writing || paused || !awaiting.getAsBoolean() ? 0 : quiet + 1;
        stirred = false;
        if (quiet == MOST.toSeconds() / TICK_SECONDS) {
            idle.accept(new Problem.TimeoutError(Problem.TimeoutError.Timer.IDLE, MOST,
                    "The other device stopped sending. Its disk or program may be stuck; look there and let it be sent again."), CancelReason.TIMEOUT);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (ticks != null) {
            ticks.cancel(false);
        }
    }
}
