package dev.ferry.core.runtime;

import dev.ferry.model.PeerText;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls into one plugin: one at a time, in order, on io threads. A call that throws or takes too long becomes the plugin's trouble and nobody else's. */
public final class PluginLane {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLane.class);
    public static final Duration BUDGET = Duration.ofSeconds(10);
    private static final int LONGEST = 200;

    private final String plugin;
    private final Executor ordered;
    private final ScheduledExecutorService timer;

    /** @param plugin its id, for its troubles */
    public PluginLane(String plugin, Executor io, ScheduledExecutorService timer) {
        this.plugin = plugin;
        this.ordered = new InOrder(io);
        this.timer = timer;
    }

    /**
     * Enqueues.
     *
     * @param what    for the sentence: what is called
     * @param noticed takes what calling has shown: a sentence when the call fails or lasts too long, nothing when it ends well; returns at once
     */
    public void call(String what, Consumer<Optional<String>> noticed, Runnable call) {
        try {
            ordered.execute(() -> run(what, noticed, call));
        } catch (RejectedExecutionException e) {
            noticed.accept(Optional.of("No thread was free to call " + plugin + "; restart it or this device."));
        }
    }

    private void run(String what, Consumer<Optional<String>> noticed, Runnable call) {
        Alarm alarm = new Alarm(what, noticed, Thread.currentThread());
        Optional<ScheduledFuture<?>> ring = ring(alarm);
        try {
            call.run();
            alarm.over();
            noticed.accept(Optional.empty());
        } catch (Exception | LinkageError | AssertionError | StackOverflowError e) {
            alarm.over();
            LOG.warn("{} failed in {}", plugin, what, e);
            noticed.accept(Optional.of(plugin + " failed in " + what + ": " + PeerText.escape(String.valueOf(e), LONGEST) + ". It is called again when it is restarted."));
        } finally {
            ring.ifPresent(r -> r.cancel(false));
            // The alarm may have interrupted this thread just before the call ended; the next call must not pay for it.
            Thread.interrupted();
        }
    }

    private Optional<ScheduledFuture<?>> ring(Alarm alarm) {
        try {
            return Optional.of(timer.schedule(alarm, BUDGET.toMillis(), TimeUnit.MILLISECONDS));
        } catch (RejectedExecutionException e) {
            // The process ends; what is closed on the way is closed all the same.
            return Optional.empty();
        }
    }

    private final class Alarm implements Runnable {
        private final String what;
        private final Consumer<Optional<String>> noticed;
        private final Thread thread;
        private boolean over;

        Alarm(String what, Consumer<Optional<String>> noticed, Thread thread) {
            this.what = what;
            this.noticed = noticed;
            this.thread = thread;
        }

        @Override
        public synchronized void run() {
            if (!over) {
                noticed.accept(Optional.of(plugin + " has not returned from " + what + " for " + BUDGET.toSeconds() + " seconds and may hang. Others are not affected; restart it."));
                thread.interrupt();
            }
        }

        synchronized void over() {
            over = true;
        }
    }
}
