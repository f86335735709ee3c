package dev.ferry.core.transfer.internal.accept;

import java.util.concurrent.atomic.AtomicReference;

/**
 * Lets one thread at a time in and closes for good: the task given to the close runs exactly once, when nobody is inside any more. The one who closes never waits for
 * the one inside, who may be writing to a slow disk.
 */
final class Gate {
    private static final Runnable FREE = () -> { };
    private static final Runnable INSIDE = () -> { };
    private static final Runnable CLOSED = () -> { };

    /** One of the three above, or the task that the one inside runs when leaving. */
    private final AtomicReference<Runnable> state = new AtomicReference<>(FREE);

    /** False: closed. Whoever gets in calls {@link #exit}. */
    boolean enter() {
        return state.compareAndSet(FREE, INSIDE);
    }

    void exit() {
        if (!state.compareAndSet(INSIDE, FREE)) {
            state.getAndSet(CLOSED).run();
        }
    }

    /** @return false when it was closed already; the task will not run */
    boolean close(Runnable task) {
        while (true) {
            if (state.compareAndSet(FREE, CLOSED)) {
                task.run();
                return true;
            }
            if (state.compareAndSet(INSIDE, task)) {
                return true;
            }
            Runnable now = state.get();
            if (now != FREE && now != INSIDE) {
                return false;
            }
        }
    }

    boolean isClosed() {
        Runnable now = state.get();
        return now != FREE && now != INSIDE;
    }
}
