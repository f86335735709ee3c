package dev.ferry.core.transfer.internal.share;

import dev.ferry.api.ShareView;
import dev.ferry.model.Registration;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with a place for one snapshot: a slow one misses those between, never the last, and holds nobody up. */
final class Follower implements Registration {
    private static final Logger LOG = LoggerFactory.getLogger(Follower.class);

    private final Platform platform;
    private final Consumer<ShareView> listener;
    private ShareView next;
    private boolean running;
    private boolean closed;

    Follower(Platform platform, Consumer<ShareView> listener) {
        this.platform = platform;
        this.listener = listener;
    }

    void offer(ShareView view) {
        synchronized (this) {
            if (closed) {
                return;
            }
            next = view;
            if (running) {
                return;
            }
            running = true;
        }
        platform.run(this::drain);
    }

    private void drain() {
        for (ShareView view = take(); view != null; view = take()) {
            try {
                listener.accept(view);
            } catch (RuntimeException e) {
                LOG.warn("A listener of a share failed", e);
            }
        }
    }

    /** Null: nothing to tell now. */
    private synchronized ShareView take() {
        ShareView view = next;
        next = null;
        running = view != null;
        return view;
    }

    @Override
    public synchronized void close() {
        closed = true;
        next = null;
    }
}
