package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Sealed bytes between the thread that writes and the event loop, which sends them. Bounded: the writer waits while it is full. */
final class Outbound {
    private static final int FULL = 1024 * 1024;
    private static final int LOW = FULL / 2;

    private final Channel socket;
    private final Queue<ByteBuf> queue = new ConcurrentLinkedQueue<>();
    /** One wake-up of the event loop serves all that was queued before it ran. */
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private int pending;
    private boolean full;
    private IOException fault;

    Outbound(Channel socket) {
        this.socket = socket;
    }

    /** Waits until more may be sent. An interrupt matters only while there is something to wait for. */
    void awaitRoom() throws IOException, InterruptedException {
        lock.lock();
        try {
            while (full && fault == null) {
                room.await();
            }
            if (fault != null) {
                throw new IOException(fault.getMessage(), fault);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Takes over the buffer; never waits. */
    void send(ByteBuf sealed) {
        lock.lock();
        try {
            pending += sealed.capacity();
            full = pending >= FULL;
        } finally {
            lock.unlock();
        }
        queue.add(sealed);
        if (scheduled.compareAndSet(false, true)) {
            try {
                socket.eventLoop().execute(this::drain);
            } catch (RejectedExecutionException e) {
                fail(new IOException("The transport was stopped", e));
                for (ByteBuf left; (left = queue.poll()) != null;) {
                    left.release();
                }
            }
        }
    }

    private void drain() {
        scheduled.set(false);
        for (ByteBuf next; (next = queue.poll()) != null;) {
            int held = next.capacity();
            socket.write(next).addListener(done -> {
                sent(held);
                if (!done.isSuccess()) {
                    fail(new IOException("The connection broke", done.cause()));
                }
            });
        }
        socket.flush();
    }

    private void sent(int held) {
        lock.lock();
        try {
            pending -= held;
            if (full && pending <= LOW) {
                full = false;
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets a waiting writer go and refuses more. What is queued is still sent if the socket lives. */
    void fail(IOException why) {
        lock.lock();
        try {
            if (fault == null) {
                fault = why;
                room.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Bytes accepted and not yet taken by the system. */
    int pending() {
        lock.lock();
        try {
            return pending;
        } finally {
            lock.unlock();
        }
    }
}
