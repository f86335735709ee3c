package dev.ferry.core.transfer.internal.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Time that runs as usual and can be pushed forward; timers and clocks agree on it. A periodic task runs once after a push, not once for each period. */
final class SettableTime extends AbstractExecutorService implements ScheduledExecutorService, InstantSource {
    private final Queue<Task<?>> tasks = new PriorityQueue<>();
    private final Thread thread = new Thread(this::loop, "settable timer");
    private long offset;
    /** What somebody did to the wall clock: no timer hears of it. */
    private long turned;
    private boolean stopped;

    SettableTime() {
        thread.setDaemon(true);
        thread.start();
    }

    synchronized long nanos() {
        return System.nanoTime() + offset;
    }

    @Override
    public synchronized Instant instant() {
        return Instant.EPOCH.plusNanos(nanos() + turned);
    }

    synchronized void turnClock(Duration forward) {
        turned += forward.toNanos();
    }

    synchronized void push(Duration forward) {
        offset += forward.toNanos();
        notifyAll();
    }

    private void loop() {
        while (true) {
            Task<?> due;
            synchronized (this) {
                while (!stopped && (tasks.isEmpty() || tasks.peek().at > nanos())) {
                    try {
                        long millis = tasks.isEmpty() ? 1000 : (tasks.peek().at - nanos()) / 1_000_000 + 1;
                        wait(Math.max(1, millis));
                    } catch (InterruptedException e) {
                        return;
                    }
                }
                if (stopped) {
                    return;
                }
                due = tasks.poll();
            }
            due.fire();
        }
    }

    private synchronized <T> Task<T> add(Callable<T> call, long delay, long period, TimeUnit unit) {
        Task<T> task = new Task<>(call, nanos() + unit.toNanos(delay), unit.toNanos(period));
        tasks.add(task);
        notifyAll();
        return task;
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
        return add(() -> {
            command.run();
            return null;
        }, delay, 0, unit);
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> callable, long delay, TimeUnit unit) {
        return add(callable, delay, 0, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable command, long delay, long period, TimeUnit unit) {
        return add(() -> {
            command.run();
            return null;
        }, delay, period, unit);
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable command, long delay, long period, TimeUnit unit) {
        return scheduleAtFixedRate(command, delay, period, unit);
    }

    @Override
    public synchronized void shutdown() {
        stopped = true;
        notifyAll();
    }

    @Override
    public List<Runnable> shutdownNow() {
        shutdown();
        return List.of();
    }

    @Override
    public synchronized boolean isShutdown() {
        return stopped;
    }

    @Override
    public boolean isTerminated() {
        return isShutdown();
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    @Override
    public void execute(Runnable command) {
        schedule(command, 0, TimeUnit.NANOSECONDS);
    }

    private final class Task<T> extends FutureTask<T> implements ScheduledFuture<T> {
        private final long period;
        private long at;

        Task(Callable<T> call, long at, long period) {
            super(call);
            this.at = at;
            this.period = period;
        }

        void fire() {
            if (period == 0) {
                run();
            } else if (runAndReset()) {
                synchronized (SettableTime.this) {
                    at = nanos() + period;
                    tasks.add(this);
                }
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(at, ((Task<?>) other).at);
        }
    }
}
