package dev.ferry.core.resolver.internal;

import dev.ferry.core.runtime.InOrder;
import dev.ferry.model.PeerText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls into one plugin: one at a time, in order, on io threads. A call that throws or takes too long becomes the plugin's trouble and nobody else's. */
final class Lane {
    private static final Logger LOG = LoggerFactory.getLogger(Lane.class);
    static final Duration BUDGET = Duration.ofSeconds(10);
    private static final int LONGEST = 200;

    private final String plugin;
    private final Executor ordered;
    private final ScheduledExecutorService timer;

    Lane(String plugin, Executor io, ScheduledExecutorService timer) {
        this.plugin = plugin;
        this.ordered = new InOrder(io);
        this.timer = timer;
    }

    /** Enqueues. */
    void call(String what, Health health, Runnable call) {
        try {
            ordered.execute(() -> run(what, health, call));
        } catch (RejectedExecutionException e) {
            health.noticed(Optional.of("No thread was free to call " + plugin + "; restart it or this device."));
        }
    }

    private void run(String what, Health health, Runnable call) {
        Alarm alarm = new Alarm(what, health, Thread.currentThread());
        ScheduledFuture<?> ring = timer.schedule(alarm, BUDGET.toMillis(), TimeUnit.MILLISECONDS);
        try {
            call.run();
            alarm.over();
            health.noticed(Optional.empty());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            alarm.over();
            LOG.warn("{} failed in {}", plugin, what, e);
            health.noticed(Optional.of(plugin + " failed in " + what + ": " + PeerText.escape(String.valueOf(e), LONGEST) + ". It is called again when it is restarted."));
        } finally {
            ring.cancel(false);
            // The alarm may have interrupted this thread just before the call ended; the next call must not pay for it.
            Thread.interrupted();
        }
    }

    private final class Alarm implements Runnable {
        private final String what;
        private final Health health;
        private final Thread thread;
        private boolean over;

        Alarm(String what, Health health, Thread thread) {
            this.what = what;
            this.health = health;
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                health.noticed(Optional.of(plugin + " has not returned from " + what + " for " + BUDGET.toSeconds() + " seconds and may hang. Others are not affected; restart it."));
                thread.interrupt();
            }
        }

        synchronized void over() {
            over = true;
        }
    }
}
