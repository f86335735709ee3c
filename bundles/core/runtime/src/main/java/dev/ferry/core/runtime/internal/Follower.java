package dev.ferry.core.runtime.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.model.Registration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener and the events it has not heard yet. At most one thread at a time serves it, for as long as there is something to tell.
 * When the queue is full, the oldest progress event gives way; a listener that left only others unheard is closed.
 */
final class Follower implements Registration {
    static final int MOST_BEHIND = 1_024;

    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
    /** Where all threads are busy: soon enough to look alive, rare enough not to add to the load. */
    private static final long RETRY_MILLIS = 100;

    private final Consumer<FerryEvent> listener;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Consumer<Follower> closing;

    private final Deque<FerryEvent> unheard = new ArrayDeque<>();
    private boolean served;
    private boolean closed;

    Follower(Consumer<FerryEvent> listener, ExecutorService io, ScheduledExecutorService timer, Consumer<Follower> closing) {
        this.listener = Objects.requireNonNull(listener, "listener");
        this.io = io;
        this.timer = timer;
        this.closing = closing;
    }

    void offer(FerryEvent event) {
        boolean tooLate;
        boolean serve;
        synchronized (this) {
            if (closed) {
                return;
            }
            boolean full = unheard.size() == MOST_BEHIND && !dropOldestProgress();
            if (full && isProgress(event)) {
                return;
            }
            tooLate = full;
            serve = !tooLate && !served;
            if (!tooLate) {
                unheard.add(event);
                served = true;
            }
        }
        if (tooLate) {
            LOG.warn("{} is {} events behind that it may not miss; it is told nothing more", listener.getClass().getName(), MOST_BEHIND);
            close();
        } else if (serve) {
            serve();
        }
    }

    private static boolean isProgress(FerryEvent event) {
        return event instanceof FerryEvent.ShareChanged;
    }

    private boolean dropOldestProgress() {
        for (Iterator<FerryEvent> i = unheard.iterator(); i.hasNext(); ) {
            if (isProgress(i.next())) {
                i.remove();
                return true;
            }
        }
        return false;
    }

    private void serve() {
        try {
            io.execute(this::tell);
        } catch (RejectedExecutionException busy) {
            try {
                timer.schedule(this::serve, RETRY_MILLIS, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException ended) {
                LOG.debug("{} is not told the last events: everything is stopping", listener.getClass().getName());
            }
        }
    }

    private void tell() {
        for (Optional<FerryEvent> event = next(); event.isPresent(); event = next()) {
            try {
                listener.accept(event.get());
            } catch (RuntimeException | LinkageError e) {
                LOG.warn("{} failed at the event {}", listener.getClass().getName(), event.get().topic(), e);
            }
        }
    }

    /** Where there is none, nobody serves this follower from here on. */
    private synchronized Optional<FerryEvent> next() {
        Optional<FerryEvent> event = Optional.ofNullable(unheard.poll());
        served = event.isPresent();
        return event;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            unheard.clear();
        }
        closing.accept(this);
    }
}
