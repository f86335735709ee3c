package dev.ferry.core.runtime;

/**
 * The named executors of this process. Each is a service with the property {@value #PROPERTY}; nobody else makes threads. What a task throws is logged, unless it was
 * submitted to {@link #IO} for a future: then it is there. Nobody can shut one down for the others: {@code shutdown} throws. All end within two seconds when this bundle
 * stops: running tasks are interrupted, queued ones dropped, and what is submitted afterwards is rejected.
 */
public final class Executors {
    public static final String PROPERTY = "ferry.executor";

    /**
     * Target of the {@link java.util.concurrent.ExecutorService} for work that blocks on files, sockets or plugins. Tasks run concurrently, in no order, each on its own thread;
     * nothing queues: beyond the bound ({@code ioThreads} in the configuration {@code dev.ferry.core.runtime}) a submission is rejected.
     */
    public static final String IO = "(ferry.executor=io)";

    /**
     * Target of the {@link java.util.concurrent.ScheduledExecutorService} for timers. One thread, in order of due time: a task must return at once and hand real work to
     * {@link #IO}. A repeated task that throws is not repeated.
     */
    public static final String TIMER = "(ferry.executor=timer)";

    /** Target of the {@link java.util.concurrent.Executor} for decisions that must stay in order. One thread, first in first out; tasks must not block. */
    public static final String EVENTS = "(ferry.executor=events)";

    private Executors() { }
}
