package dev.ferry.core.runtime.internal;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;

/** Daemon threads {@code ferry-<name>-<number>} whose uncaught exceptions are reported. */
final class NamedThreads implements ThreadFactory {
    private final String name;
    private final Thread.UncaughtExceptionHandler uncaught;
    private final AtomicLong number = new AtomicLong();

    NamedThreads(String name, Thread.UncaughtExceptionHandler uncaught) {
        this.name = name;
        this.uncaught = uncaught;
    }

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "ferry-" + name + "-" + number.incrementAndGet());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(uncaught);
        return thread;
    }
}
