package dev.ferry.core.runtime.internal;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link dev.ferry.core.runtime.Executors#IO}: a thread for each task, kept a minute for the next one, up to a bound. */
class IoExecutor extends SharedExecutor {
    private static final long KEEP_SECONDS = 60;

    private final ThreadPoolExecutor pool;

    IoExecutor(int most, Thread.UncaughtExceptionHandler uncaught) {
        this(new ThreadPoolExecutor(0, most, KEEP_SECONDS, TimeUnit.SECONDS, new SynchronousQueue<>(), new NamedThreads("io", uncaught)));
    }

    private IoExecutor(ThreadPoolExecutor pool) {
        super("io", pool);
        this.pool = pool;
    }

    final void most(int threads) {
        pool.setMaximumPoolSize(threads);
    }
}
