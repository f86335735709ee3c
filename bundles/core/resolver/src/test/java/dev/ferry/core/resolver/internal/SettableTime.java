package dev.ferry.core.resolver.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Wall clock, monotone clock and timer that move when the test says so; what is due runs on the test's thread. */
final class SettableTime extends AbstractExecutorService implements ScheduledExecutorService, InstantSource {
    private final List<Task> tasks = new ArrayList<>();
    private Instant wall = Instant.parse("2001-02-03T04:05:06Z");
    private long nanos = 1_000_000_007L;

    private final class Task extends FutureTask<Void> implements ScheduledFuture<Void> {
        private final long due;

        Task(Runnable command, long due) {
            super(command, null);
            this.due = due;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(due - nanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
        }
    }

    void advance(Duration time) {
        long end = nanos() + time.toNanos();
        while (true) {
            Optional<Task> next;
            synchronized (this) {
                next = tasks.stream().filter(t -> t.due - end <= 0).min(Comparator.naturalOrder());
                long to = next.map(t -> Math.max(t.due, nanos)).orElse(end);
                wall = wall.plusNanos(to - nanos);
                nanos = to;
                next.ifPresent(tasks::remove);
            }
            if (next.isEmpty()) {
                return;
            }
            next.get().run();
        }
    }

    /** Somebody sets the time of day. */
    synchronized void jump(Duration by) {
        wall = wall.plus(by);
    }

    @Override
    public synchronized Instant instant() {
        return wall;
    }

    synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        Task task = new Task(command, nanos + unit.toNanos(delay));
        tasks.add(task);
        return task;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long initialDelay, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long initialDelay, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public void shutdown() { }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }
}
