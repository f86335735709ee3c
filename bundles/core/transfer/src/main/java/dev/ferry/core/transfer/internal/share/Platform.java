package dev.ferry.core.transfer.internal.share;

import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * What the engine stands on.
 *
 * @param io     for work that blocks
 * @param timer  for what must happen later; its tasks return at once
 * @param clock  wall time, for people
 * @param nanos  monotone time, for everything that is measured or runs out
 * @param events where is told what happened
 * @param bandwidth what transfers share
 * @param scratch where goes what is too much for memory
 */
public record Platform(ExecutorService io, ScheduledExecutorService timer, InstantSource clock, LongSupplier nanos, EventPublisher events,
                       Bandwidth bandwidth, Scratch scratch) {
    private static final long RETRY_MILLIS = 50;

    public Platform {
        Objects.requireNonNull(io, "io");
        Objects.requireNonNull(timer, "timer");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(nanos, "nanos");
        Objects.requireNonNull(events, "events");
        Objects.requireNonNull(bandwidth, "bandwidth");
        Objects.requireNonNull(scratch, "scratch");
    }

    public Instant now() {
        return clock.instant();
    }

    public long nanoTime() {
        return nanos.getAsLong();
    }

    /** Runs it on an io thread: soon when all are busy, and on this one when the process is ending and takes no more work. */
    public void run(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException e) {
            if (io.isShutdown()) {
                task.run();
            } else {
                later(() -> run(task), RETRY_MILLIS);
            }
        }
    }

    /** Later, on the timer: it returns at once. At once when the process is ending. */
    public void later(Runnable task, long millis) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            task.run();
        }
    }

    /** Later, on the timer; never when the process is ending, because what looks again and again would not come to an end. It returns at once. */
    public void again(Runnable task, long millis) {
        try {
            timer.schedule(task, millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            if (!timer.isShutdown()) {
                throw e;
            }
        }
    }
}
