package dev.ferry.core.runtime.internal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A pool that many use and only its owner ends: whoever has the service cannot shut it down for the others. */
abstract class SharedExecutor extends AbstractExecutorService {
    private static final Logger LOG = LoggerFactory.getLogger(SharedExecutor.class);

    private final String name;
    private final ThreadPoolExecutor pool;

    SharedExecutor(String name, ThreadPoolExecutor pool) {
        this.name = name;
        this.pool = pool;
        pool.setRejectedExecutionHandler((task, full) -> {
            throw new RejectedExecutionException(full.isShutdown() ? "The executor " + name + " has ended with its bundle."
                    : "All " + full.getMaximumPoolSize() + " threads of the executor " + name + " are busy.");
        });
    }

    /** Reports an uncaught exception of a thread of ours to this device's log. */
    static void log(Thread thread, Throwable thrown) {
        LOG.error("A task on {} ended with an exception that nobody caught", thread.getName(), thrown);
    }

    /** Interrupts what runs, drops what waits, and waits so long at most. */
    final void end(Duration patience) {
        int dropped = pool.shutdownNow().size();
        boolean ended = false;
        try {
            ended = pool.awaitTermination(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!ended || dropped > 0) {
            LOG.debug("The executor {} ended; {} tasks do not heed the interrupt, {} were dropped", name, pool.getActiveCount(), dropped);
        }
    }

    @Override
    public final void execute(Runnable task) {
        pool.execute(task);
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public final void shutdown() {
        throw new UnsupportedOperationException("The executor " + name + " is everybody's and ends with its bundle.");
    }

    /** @throws UnsupportedOperationException always */
    @Override
    public final List<Runnable> shutdownNow() {
        throw new UnsupportedOperationException("The executor " + name + " is everybody's and ends with its bundle.");
    }

    @Override
    public final boolean isShutdown() {
        return pool.isShutdown();
    }

    @Override
    public final boolean isTerminated() {
        return pool.isTerminated();
    }

    @Override
    public final boolean awaitTermination(long timeout, TimeUnit unit) throws InterruptedException {
        return pool.awaitTermination(timeout, unit);
    }
}
