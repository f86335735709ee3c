package dev.ferry.core.runtime.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * {@link dev.ferry.core.runtime.Executors#TIMER}: one thread. What a task throws is reported even though it is in the task's future, because nobody
 * looks there, and a repeated task would end without a word.
 */
class TimerExecutor extends SharedExecutor implements ScheduledExecutorService {
    private final ScheduledThreadPoolExecutor pool;

    TimerExecutor(Thread.UncaughtExceptionHandler uncaught) {
        this(new Pool(uncaught));
    }

    private TimerExecutor(ScheduledThreadPoolExecutor pool) {
        super("timer", pool);
        this.pool = pool;
        pool.setRemoveOnCancelPolicy(true);
    }

    @Override
    public final ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return pool.schedule(task, delay, unit);
    }

    @Override
    public final <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return pool.schedule(task, delay, unit);
    }

    @Override
    public final ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initialDelay, long period, TimeUnit unit) {
        return pool.scheduleAtFixedRate(task, initialDelay, period, unit);
    }

    @Override
    public final ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initialDelay, long delay, TimeUnit unit) {
        return pool.scheduleWithFixedDelay(task, initialDelay, delay, unit);
    }

    private static final class Pool extends ScheduledThreadPoolExecutor {
        private final Thread.UncaughtExceptionHandler uncaught;

        Pool(Thread.UncaughtExceptionHandler uncaught) {
            super(1, new NamedThreads("timer", uncaught));
            this.uncaught = uncaught;
        }

        @Override
        protected void afterExecute(Runnable task, Throwable thrown) {
            if (thrown == null && task instanceof Future<?> future && future.isDone() && !future.isCancelled()) {
                try {
                    future.get();
                } catch (ExecutionException e) {
                    uncaught.uncaughtException(Thread.currentThread(), e.getCause());
                } catch (CancellationException cancelledMeanwhile) {
                    // Wanted.
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }
}
