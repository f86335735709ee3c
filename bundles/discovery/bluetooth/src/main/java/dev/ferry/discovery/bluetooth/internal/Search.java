package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.discovery.bluetooth.internal.Neighbours.Present;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One search. Compares what is there with what it has told its sink and tells the difference, one report at a time on a thread of the core: a slow sink costs nobody else's time,
 * and what it misses meanwhile is never more than what is there.
 */
final class Search {
    private static final Logger LOG = LoggerFactory.getLogger(Search.class);
    /** A sink that does not return within this time is left behind when the search ends. */
    private static final long MAX_WAIT_MS = 1000;

    private final SightingSink sink;
    private final Executor io;
    private final Supplier<List<Present>> present;
    private final Supplier<String> trouble;
    private final Duration renewal;
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private Thread calling;
    private boolean closed;
    /** When what was told was heard. This and what follows belong to the report that runs. */
    private final Map<String, Present> told = new HashMap<>();
    private String toldTrouble = "";
    private final Object reporting = new Object();

    /**
     * @param trouble what does not work now; empty if all does
     * @param renewal what stays is told again after this time
     */
    Search(SightingSink sink, Supplier<List<Present>> present, Supplier<String> trouble, Duration renewal, Executor io) {
        this.sink = sink;
        this.present = present;
        this.trouble = trouble;
        this.renewal = renewal;
        this.io = io;
    }

    /** Something may have changed. Only enqueues. */
    void refresh() {
        if (waiting.compareAndSet(false, true)) {
            try {
                io.execute(this::report);
            } catch (RejectedExecutionException e) {
                waiting.set(false); // the next change says this too
            }
        }
    }

    private void report() {
        synchronized (reporting) {
            waiting.set(false); // first, so that what changes from now on is looked at again
            String sentence = trouble.get();
            if (!sentence.equals(toldTrouble)) {
                toldTrouble = sentence;
                call(() -> {
                    if (sentence.isEmpty()) {
                        sink.well();
                    } else {
                        sink.trouble(sentence);
                    }
                });
            }
            List<Present> now = present.get();
            Set<String> keys = new HashSet<>();
            now.forEach(each -> keys.add(each.sighting().key()));
            List.copyOf(told.keySet()).stream().filter(key -> !keys.contains(key)).forEach(key -> {
                told.remove(key);
                call(() -> sink.gone(key));
            });
            for (Present each : now) {
                Sighting sighting = each.sighting();
                Present before = told.get(sighting.key());
                if (before == null || each.heardAt() - before.heardAt() >= renewal.toNanos()) {
                    told.put(sighting.key(), each);
                    call(() -> sink.sighted(sighting));
                }
            }
        }
    }

    private void call(Runnable call) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            calling = Thread.currentThread();
        } finally {
            lock.unlock();
        }
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.warn("A receiver of sightings failed; the search goes on", e);
        } finally {
            lock.lock();
            try {
                calling = null;
                idle.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** When it returns, no call starts any more; one that runs is waited for, unless it is the caller's own. */
    void close() {
        lock.lock();
        try {
            closed = true;
            long left = TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
            while (calling != null && calling != Thread.currentThread() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }
}
