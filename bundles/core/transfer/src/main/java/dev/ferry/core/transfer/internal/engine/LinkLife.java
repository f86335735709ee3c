package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.SessionTerms.Keys;
import java.time.Duration;

/**
 * How long the keys of one link serve: by its age, and by the bytes that moved over it either way. Late in its life it is replaced while nothing is on it, a little later
 * whatever is on it, and at the end it is closed. The side that dialled replaces it; the other one only where that did not happen. Any thread.
 */
final class LinkLife {
    /** Where no profile says otherwise: the shorter of the lives that profiles give. */
    static final Keys STRICTEST = new Keys(false, Duration.ofHours(1), 64L << 30);
    private static final double IDLE = 3 / 4.0;
    private static final double SOON = 15 / 16.0;
    private static final double SOON_ACCEPTED = 31 / 32.0;
    private static final long RETRY_NANOS = Duration.ofSeconds(10).toNanos();

    /** What is to be done now. */
    enum Due { NOTHING, REPLACE, END }

    private final Session session;
    private final long since;
    private volatile Keys keys;
    private long nextTry;
    private volatile boolean due;

    LinkLife(Session session, Keys keys, long since) {
        this.session = session;
        this.keys = keys;
        this.since = since;
        this.nextTry = since;
    }

    /** The terms changed. */
    void keys(Keys changed) {
        keys = changed;
    }

    /** It is to be replaced, so that no newer one gives way to it. */
    boolean isDue() {
        return due;
    }

    /** Says once in a while that it is to be replaced, until it is. */
    synchronized Due look(long now) {
        double used = used(now);
        boolean dialled = session.connection().initiator();
        if (used >= 1) {
            return Due.END;
        }
        boolean soon = used >= (dialled ? SOON : SOON_ACCEPTED) || dialled && used >= IDLE && session.isIdle();
        if (!soon || now - nextTry < 0) {
            return Due.NOTHING;
        }
        nextTry = now + RETRY_NANOS;
        due = true;
        return Due.REPLACE;
    }

    private double used(long now) {
        Keys limits = keys;
        return Math.max((double) (now - since) / limits.linkLife().toNanos(), (double) session.bytes() / limits.linkBytes());
    }
}
