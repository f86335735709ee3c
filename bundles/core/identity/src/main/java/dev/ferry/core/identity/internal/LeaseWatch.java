package dev.ferry.core.identity.internal;

import dev.ferry.model.DeviceId;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Looks at the wall clock while some level is given for a time. A timer for the end itself would stand still while the machine sleeps, and would not hear that the clock was set.
 */
final class LeaseWatch implements AutoCloseable {
    /** What is over is over everywhere within a second. */
    static final long MILLIS = 400;

    private final FileTrustStore store;
    private final ScheduledExecutorService timer;
    private final ExecutorService io;
    private final Consumer<DeviceId> over;
    private boolean watching;
    private boolean closed;

    /** @param over hears whose level ended */
    LeaseWatch(FileTrustStore store, ScheduledExecutorService timer, ExecutorService io, Consumer<DeviceId> over) {
        this.store = store;
        this.timer = timer;
        this.io = io;
        this.over = over;
    }

    /** Something may have been given for a time. */
    synchronized void wake() {
        if (!watching && !closed && store.isLeasing()) {
            watching = true;
            timer.schedule(this::due, MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void due() {
        try {
            io.execute(this::look);
        } catch (RejectedExecutionException busy) {
            again();
        }
    }

    private void look() {
        try {
            List<DeviceId> ended = store.elapse();
            ended.forEach(over);
        } finally {
            again();
        }
    }

    private synchronized void again() {
        watching = false;
        wake();
    }

    @Override
    public synchronized void close() {
        closed = true;
    }
}
