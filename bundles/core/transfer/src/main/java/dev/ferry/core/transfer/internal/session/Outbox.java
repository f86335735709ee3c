package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.transfer.internal.share.Platform;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Control messages on their way out, in order. Adding never waits for the network: a reader that did could stand still together with the reader on the other side,
 * each waiting for the other to read.
 */
final class Outbox {
    /** A peer that provokes answers and does not read them. */
    private static final int MAX_WAITING = 8192;
    private static final int PATIENCE = 256;

    private final FrameWriter writer;
    private final Platform platform;
    private final Runnable overfull;
    private final Runnable broken;
    private final Deque<Control> waiting = new ArrayDeque<>();
    private boolean draining;
    private boolean closed;
    private Runnable afterLast;

    /**
     * Both are called from any thread.
     *
     * @param overfull the other side provokes and does not read
     * @param broken   the messages cannot leave
     */
    Outbox(FrameWriter writer, Platform platform, Runnable overfull, Runnable broken) {
        this.writer = writer;
        this.platform = platform;
        this.overfull = overfull;
        this.broken = broken;
    }

    /** Sends it soon; drops it after the close. */
    void add(Control control) {
        boolean full;
        synchronized (this) {
            if (closed) {
                return;
            }
            full = waiting.size() >= MAX_WAITING;
            if (!full) {
                waiting.add(control);
                if (draining) {
                    return;
                }
                draining = true;
            }
        }
        if (full) {
            overfull.run();
        } else {
            platform.run(this::drain);
        }
    }

    /** The same, waiting while much is waiting: for whoever has a long list to send and is not the reader. */
    void addPatiently(Control control) throws InterruptedException {
        synchronized (this) {
            while (!closed && waiting.size() >= PATIENCE) {
                wait();
            }
        }
        add(control);
    }

    /** Waits until everything added so far has left, or nothing leaves any more, or so long has passed. Not for the reader, nor for who drains. */
    void awaitLeft(long millis) throws InterruptedException {
        long end = platform.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        synchronized (this) {
            for (long left = millis; draining && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - platform.nanoTime())) {
                wait(left);
            }
        }
    }

    /** Takes no more, and runs the task once what is waiting has left. */
    void close(Runnable then) {
        synchronized (this) {
            closed = true;
            notifyAll();
            if (draining) {
                afterLast = then;
                return;
            }
        }
        then.run();
    }

    private void drain() {
        try {
            do {
                for (Control next = next(); next != null; next = next()) {
                    writer.send(next);
                }
                // Before it counts as sent: whoever closes then hangs up.
                writer.flush();
            } while (!stopIfEmpty());
        } catch (IOException e) {
            forget();
            broken.run();
        }
        Runnable then;
        synchronized (this) {
            then = afterLast;
            afterLast = null;
        }
        if (then != null) {
            then.run();
        }
    }

    private synchronized void forget() {
        closed = true;
        draining = false;
        waiting.clear();
        notifyAll();
    }

    private synchronized boolean stopIfEmpty() {
        draining = !waiting.isEmpty();
        if (!draining) {
            notifyAll();
        }
        return !draining;
    }

    /** Null: nothing waits. */
    private synchronized Control next() {
        Control next = waiting.poll();
        if (waiting.size() < PATIENCE) {
            notifyAll();
        }
        return next;
    }
}
