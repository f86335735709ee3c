package dev.ferry.discovery.dht.internal;

import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries reports to one sink, in order for each key, one call at a time. Of several reports of one key that wait, the last is delivered, so a sink that is
 * slow costs no memory and nobody else's time.
 */
final class Mailbox {
    private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);
    /** A sink that does not return within this time is left behind when the search ends. */
    private static final long MAX_WAIT_MS = 1000;

    private final SightingSink sink;
    private final Executor io;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    /** By key; an empty value is a goodbye. */
    private final Map<String, Optional<Sighting>> reports = new LinkedHashMap<>();
    /** The state to tell: a sentence is trouble, an empty one is none. */
    private Optional<String> state = Optional.empty();
    private String told = "";
    private Optional<String> note = Optional.empty();
    private String noted = "";
    private Thread delivering;
    private boolean scheduled;
    private boolean closed;

    Mailbox(SightingSink sink, Executor io) {
        this.sink = sink;
        this.io = io;
    }

    void sighted(Sighting sighting) {
        put(() -> reports.put(sighting.key(), Optional.of(sighting)));
    }

    void gone(String key) {
        put(() -> reports.put(key, Optional.empty()));
    }

    /** The sentence about what does not work now, empty if all does. */
    void state(String trouble) {
        put(() -> {
            state = trouble.equals(told) ? Optional.empty() : Optional.of(trouble);
        });
    }

    /** How the work goes. */
    void note(String sentence) {
        put(() -> note = sentence.equals(noted) ? Optional.empty() : Optional.of(sentence));
    }

    private void put(Runnable change) {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            change.run();
            if (!scheduled) {
                scheduled = true;
                io.execute(this::deliver);
            }
        } catch (RejectedExecutionException e) {
            scheduled = false; // the next report tries again
        } finally {
            lock.unlock();
        }
    }

    /** When it returns, no call starts any more; one that runs is waited for, unless it is the caller's own. */
    void close() {
        lock.lock();
        try {
            closed = true;
            long left = TimeUnit.MILLISECONDS.toNanos(MAX_WAIT_MS);
            while (delivering != null && delivering != Thread.currentThread() && left > 0) {
                left = idle.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    private void deliver() {
        for (Optional<Runnable> call = next(); call.isPresent(); call = next()) {
            try {
                call.get().run();
            } catch (RuntimeException e) {
                LOG.warn("A receiver of sightings failed; the search goes on", e);
            }
        }
    }

    private Optional<Runnable> next() {
        lock.lock();
        try {
            Optional<Runnable> call = closed ? Optional.empty() : take();
            delivering = call.isPresent() ? Thread.currentThread() : null;
            scheduled = call.isPresent();
            idle.signalAll();
            return call;
        } finally {
            lock.unlock();
        }
    }

    private Optional<Runnable> take() {
        if (state.isPresent()) {
            String sentence = state.get();
            state = Optional.empty();
            told = sentence;
            return Optional.of(sentence.isEmpty() ? sink::well : () -> sink.trouble(sentence));
        }
        if (note.isPresent()) {
            String sentence = note.get();
            note = Optional.empty();
            noted = sentence;
            return Optional.of(() -> sink.note(sentence));
        }
        return reports.keySet().stream().findFirst().map(key -> {
            Optional<Sighting> sighting = reports.remove(key);
            return sighting.<Runnable>map(seen -> () -> sink.sighted(seen)).orElse(() -> sink.gone(key));
        });
    }
}
