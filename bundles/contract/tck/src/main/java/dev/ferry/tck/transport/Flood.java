package dev.ferry.tck.transport;

import dev.ferry.model.Link;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Writes until it has written what was wanted or is stopped by the link, and can tell when it is held up. */
final class Flood implements Callable<Void> {
    /** Nothing accepted for so long means held up: a write takes far less even on a busy machine. */
    private static final long STALL_MILLIS = 500;

    private final Link link;
    private final long wanted;
    private final AtomicLong accepted = new AtomicLong();
    private final BlockingQueue<Integer> progress = new LinkedBlockingQueue<>();

    Flood(Link link, long wanted) {
        this.link = link;
        this.wanted = wanted;
    }

    @Override
    public Void call() throws IOException {
        ByteBuffer piece = ByteBuffer.allocateDirect(64 * 1024);
        while (accepted.get() < wanted) {
            link.channel().write(piece.clear());
            accepted.addAndGet(piece.capacity());
            progress.add(piece.capacity());
        }
        return null;
    }

    /** Bytes that writes have taken. */
    long accepted() {
        return accepted.get();
    }

    /** Waits for the first write and then until no more are accepted. */
    void awaitStall() throws InterruptedException {
        progress.take();
        while (progress.poll(STALL_MILLIS, TimeUnit.MILLISECONDS) != null) { }
    }
}
