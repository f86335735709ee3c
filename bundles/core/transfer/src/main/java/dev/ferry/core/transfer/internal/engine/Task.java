package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.send.Stop;
import dev.ferry.core.transfer.internal.send.StoppedException;
import dev.ferry.core.transfer.internal.send.SendStream;
import dev.ferry.model.FerryException;

/** The thread that works on a share, as others may stop it: while it waits for something by an interrupt, while it sends through the stream, else at the next step. */
final class Task {
    private Thread waiting;
    private SendStream sending;
    private Stop stop;

    /** What may wait. */
    @FunctionalInterface
    interface Wait<T> {
        T run() throws FerryException, InterruptedException;
    }

    /** Waits, and can be stopped meanwhile. */
    <T> T waitFor(Wait<T> what) throws FerryException, StoppedException {
        synchronized (this) {
            check();
            waiting = Thread.currentThread();
        }
        try {
            return what.run();
        } catch (InterruptedException e) {
            throw new StoppedException(stopped());
        } finally {
            synchronized (this) {
                waiting = null;
                if (stop != null) {
                    // The interrupt was this task's own: it is over.
                    Thread.interrupted();
                }
            }
        }
    }

    private synchronized Stop stopped() {
        return stop == null ? Stop.shutdown() : stop;
    }

    /** Sends, and can be stopped meanwhile. */
    Stop send(SendStream stream) {
        synchronized (this) {
            if (stop != null) {
                return stop;
            }
            sending = stream;
        }
        try {
            return stream.run();
        } finally {
            synchronized (this) {
                sending = null;
            }
        }
    }

    synchronized void check() throws StoppedException {
        if (stop != null) {
            throw new StoppedException(stop);
        }
    }

    /** Any thread. Only the first reason counts. */
    synchronized void stop(Stop why) {
        if (stop == null) {
            stop = why;
            if (waiting != null) {
                waiting.interrupt();
            }
            if (sending != null) {
                sending.stop(why);
            }
        }
    }
}
