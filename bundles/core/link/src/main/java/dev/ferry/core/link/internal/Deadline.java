package dev.ferry.core.link.internal;

import dev.ferry.model.Link;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Closes a link that has not finished its greeting in time: one total, so that bytes trickling in cannot stretch it. */
final class Deadline implements AutoCloseable {
    private final ScheduledFuture<?> timer;
    private volatile boolean missed;

    Deadline(ScheduledExecutorService timer, Link link, Duration time) {
        this.timer = timer.schedule(() -> {
            missed = true;
            link.close();
        }, time.toMillis(), TimeUnit.MILLISECONDS);
    }

    boolean missed() {
        return missed;
    }

    /** The greeting is over. */
    @Override
    public void close() {
        timer.cancel(false);
    }
}
