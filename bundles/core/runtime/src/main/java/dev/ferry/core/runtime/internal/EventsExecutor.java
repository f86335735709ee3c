package dev.ferry.core.runtime.internal;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** {@link dev.ferry.core.runtime.Executors#EVENTS}: one thread, first in first out; a task that throws is reported and the next one runs. */
class EventsExecutor extends SharedExecutor {
    EventsExecutor(Thread.UncaughtExceptionHandler uncaught) {
        super("events", new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new NamedThreads("events", uncaught)));
    }
}
