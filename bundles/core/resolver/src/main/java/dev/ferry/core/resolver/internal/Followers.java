package dev.ferry.core.resolver.internal;

import dev.ferry.core.runtime.InOrder;
import dev.ferry.model.Registration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners the latest value, each in order and on its own turn of io threads: one that blocks delays itself alone and then gets the latest, not all that it missed.
 */
final class Followers<T> {
    private static final Logger LOG = LoggerFactory.getLogger(Followers.class);

    private final Executor io;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    Followers(Executor io) {
        this.io = io;
    }

    private final class Follower implements Told<T> {
        private final Consumer<T> listener;
        private final Executor ordered = new InOrder(io);
        private Optional<T> latest = Optional.empty();
        private boolean closed;

        Follower(Consumer<T> listener) {
            this.listener = listener;
        }

        @Override
        public void tell(T value) {
            synchronized (this) {
                boolean due = latest.isPresent();
                latest = Optional.of(value);
                if (due) {
                    return;
                }
            }
            try {
                ordered.execute(this::deliver);
            } catch (RejectedExecutionException e) {
                synchronized (this) {
                    latest = Optional.empty();
                }
            }
        }

        private void deliver() {
            Optional<T> value;
            synchronized (this) {
                value = closed ? Optional.empty() : latest;
                latest = Optional.empty();
            }
            try {
                value.ifPresent(listener);
            } catch (RuntimeException e) {
                LOG.warn("A listener failed; it is told the next change all the same", e);
            }
        }

        @Override
        public void close() {
            synchronized (this) {
                closed = true;
            }
            followers.remove(this);
        }
    }

    /** A listener that {@link #tell} reaches, and that can be told alone. */
    interface Told<T> extends Registration {
        void tell(T value);
    }

    Told<T> add(Consumer<T> listener) {
        Follower follower = new Follower(listener);
        followers.add(follower);
        return follower;
    }

    void tell(T value) {
        followers.forEach(f -> f.tell(value));
    }
}
