package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.Pace;

/** One transfer among those of its direction. One thread takes; every other call is for any thread. */
public final class Lane implements AutoCloseable {
    private final Turns turns;
    final Object link;
    final Bucket own;

    // Under the lock of the turns.
    Pace pace;
    /** Its part of the whole, 0 to 1. */
    double share = 1;
    /** What it moved, by its share. */
    double ahead;
    /** Until when others count with its coming. */
    long expectedUntil;
    /** Far back: it has not passed yet. */
    long passedAt = Long.MIN_VALUE / 2;
    boolean rested;
    /** It waits for what the limit brings and for nobody. */
    boolean due;
    boolean idle;

    volatile boolean free = true;
    volatile int most = Integer.MAX_VALUE;
    volatile long rate = Bucket.UNLIMITED;
    volatile double part = 1;

    Lane(Turns turns, Object link, Bucket own, Pace pace) {
        this.turns = turns;
        this.link = link;
        this.own = own;
        this.pace = pace;
    }

    /** Whether it need not ask now. */
    public boolean isFree() {
        return free;
    }

    /** Most bytes that should be taken at once, so that a limit holds over short times too. */
    public int most() {
        return most;
    }

    /** Bytes a second that it may move at most; {@link Long#MAX_VALUE} for any number. */
    public long rate() {
        return rate;
    }

    /** How much of what it might have on its way it should have, 0 to 1: where the receiver is what is slow, that divides what it takes. */
    public double part() {
        return part;
    }

    /** @return 0: they may move now and are counted; else so many nanoseconds are to be waited before asking again */
    public long take(long bytes) {
        return free ? 0 : turns.take(this, bytes);
    }

    /** @return how many of so many bytes may move now; they are counted */
    public long upTo(long bytes) {
        if (free) {
            return bytes;
        }
        long taken = 0;
        while (taken < bytes) {
            long piece = Math.min(bytes - taken, most);
            if (take(piece) > 0) {
                return taken;
            }
            taken += piece;
        }
        rest();
        return taken;
    }

    /** Nothing is to be moved for now: nobody waits for this one. */
    public void rest() {
        if (!free) {
            turns.rest(this);
        }
    }

    /** It waits until the other side takes more: nobody waits for this one meanwhile. */
    public void starve() {
        if (!free) {
            turns.starve(this);
        }
    }

    public void change(Pace next) {
        turns.change(this, next);
    }

    @Override
    public void close() {
        turns.leave(this);
    }
}
