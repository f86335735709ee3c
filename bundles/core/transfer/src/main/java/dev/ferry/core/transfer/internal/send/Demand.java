package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import java.util.BitSet;
import java.util.concurrent.TimeUnit;

/**
 * What the sending thread waits for: the answer to the offer, wishes, credit, the end of a pause, the end. The reader thread, timers and people put in; one sending
 * thread takes out. It takes credit in bulk, so that while there is some it only looks at two volatile fields for each frame.
 */
final class Demand {
    /** Far above any window: a receiver that grants more has counted wrong. */
    private static final long MAX_CREDIT = 1L << 40;

    private Wants wants;
    private long credit;
    private volatile long granted;
    private volatile boolean paused;
    private volatile Stop stop;

    /** The receiver accepted these entries. */
    synchronized void accepted(Manifest manifest, BitSet entries, int blockBytes) {
        wants = new Wants(manifest, entries, blockBytes);
        notifyAll();
    }

    synchronized void want(Want want) throws ProtocolException {
        wants.add(want);
        notifyAll();
    }

    synchronized void grant(long bytes) throws ProtocolException {
        if (bytes < 0 || credit > MAX_CREDIT - bytes) {
            throw new ProtocolException("More credit is granted than is possible");
        }
        credit += bytes;
        granted += bytes;
        notifyAll();
    }

    synchronized void flow(boolean stand) {
        paused = stand;
        notifyAll();
    }

    /** Only the first reason counts. */
    synchronized boolean stop(Stop why) {
        if (stop != null) {
            return false;
        }
        stop = why;
        notifyAll();
        return true;
    }

    /** A write failed; the reader thread knows better why, and knows it within a second. */
    synchronized Stop awaitStop() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        try {
            for (long left = 2000; stop == null && left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())) {
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return stop == null ? new Stop.Lost(Ending.broken()) : stop;
    }

    /** Waits for the answer. */
    synchronized void awaitAccepted() throws StoppedException {
        while (wants == null) {
            await();
        }
    }

    /** Null: nothing is wanted now. */
    synchronized Piece poll() throws StoppedException {
        check();
        return wants.next();
    }

    /** Waits until something is wanted. */
    synchronized Piece next() throws StoppedException {
        for (Piece piece = poll(); ; piece = poll()) {
            if (piece != null) {
                return piece;
            }
            await();
        }
    }

    /** All credit that may be used now, 0 for none. */
    synchronized long pollCredit() throws StoppedException {
        check();
        if (paused) {
            return 0;
        }
        long all = credit;
        credit = 0;
        return all;
    }

    /** All that was granted so far. */
    long granted() {
        return granted;
    }

    /** Waits until more is granted than that, or for so long. */
    synchronized void awaitGrant(long known, long nanos) throws StoppedException {
        check();
        long end = System.nanoTime() + nanos;
        try {
            for (long left = nanos; left > 0 && stop == null && granted == known; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(Stop.shutdown());
        }
        check();
    }

    /** Waits for credit. */
    synchronized long takeCredit() throws StoppedException {
        for (long all = pollCredit(); ; all = pollCredit()) {
            if (all > 0) {
                return all;
            }
            await();
        }
    }

    /** Looked at for each frame: whether to wait although there is credit. */
    boolean isPaused() throws StoppedException {
        check();
        return paused;
    }

    synchronized void awaitFlow() throws StoppedException {
        while (paused) {
            await();
        }
    }

    /** Waits, to keep to a limit. */
    synchronized void pause(long nanos) throws StoppedException {
        check();
        long end = System.nanoTime() + nanos;
        try {
            for (long left = nanos; left > 0 && stop == null; left = end - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(Stop.shutdown());
        }
        check();
    }

    private void check() throws StoppedException {
        Stop why = stop;
        if (why != null) {
            throw new StoppedException(why);
        }
    }

    private void await() throws StoppedException {
        check();
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoppedException(Stop.shutdown());
        }
        check();
    }
}
