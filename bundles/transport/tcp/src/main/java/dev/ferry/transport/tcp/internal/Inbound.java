package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Encrypted bytes between the event loop, which brings them, and the thread that reads. Bounded: the loop stops reading the socket while it is full. */
final class Inbound {
    private static final int FULL = 1024 * 1024;
    private static final int LOW = FULL / 4;
    /** A waiting reader is woken when this much is there, or all that the socket had. */
    private static final int WORTH_WAKING = FULL / 2;

    private final Runnable resume;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
    private int bytes;
    private boolean paused;
    private boolean ended;
    private boolean closed;
    private IOException fault;

    /** @param resume asks the event loop to look at {@link #hungry} again; any thread */
    Inbound(Runnable resume) {
        this.resume = resume;
    }

    /** Takes over the buffer; {@link #wake} is due when the socket is read empty. Event loop. */
    void offer(ByteBuf buffer) {
        lock.lock();
        try {
            if (!closed && buffer.isReadable()) {
                queue.add(buffer);
                bytes += buffer.capacity();
                if (bytes >= WORTH_WAKING) {
                    changed.signal();
                }
                return;
            }
        } finally {
            lock.unlock();
        }
        buffer.release();
    }

    /** The socket has no more for now. Event loop. */
    void wake() {
        lock.lock();
        try {
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Whether the socket should be read: set after {@link #offer} and after each resume, by the event loop alone, so that no two threads disagree. */
    boolean hungry() {
        lock.lock();
        try {
            paused = !closed && bytes >= (paused ? LOW : FULL);
            return !paused;
        } finally {
            lock.unlock();
        }
    }

    /** No more will come; what is queued is still read. A null fault is the end of the stream. */
    void end(IOException why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                fault = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Frees what is queued and lets a waiting reader go. */
    void close() {
        lock.lock();
        try {
            closed = true;
            queue.forEach(ByteBuf::release);
            queue.clear();
            bytes = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The next buffer, owned by the caller. An interrupt matters only while there is something to wait for.
     *
     * @return null when there is none and waiting is not wanted, or the stream has ended, or it was closed here
     * @throws IOException the connection broke
     */
    ByteBuf take(boolean wait) throws IOException, InterruptedException {
        ByteBuf next;
        boolean low;
        lock.lock();
        try {
            while (wait && queue.isEmpty() && !ended && !closed) {
                changed.await();
            }
            next = queue.poll();
            if (next == null) {
                if (wait && fault != null) {
                    throw new IOException(fault.getMessage(), fault);
                }
                return null;
            }
            bytes -= next.capacity();
            low = paused && bytes < LOW;
        } finally {
            lock.unlock();
        }
        if (low) {
            resume.run();
        }
        return next;
    }
}
