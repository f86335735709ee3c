package dev.ferry.core.transfer.internal.delta;

/**
 * How much may be spent on looking, in bytes looked at. Whoever says the sums may have made them so that everything seems to be found and nothing is: what is looked at stays in
 * proportion to the files all the same.
 */
public final class Effort {
    private static final long STEP = 32L << 20;

    private final Runnable working;
    private long left;
    private long told;

    /** @param working hears now and then that something is done */
    public Effort(long bytes, Runnable working) {
        this.left = bytes;
        this.told = bytes;
        this.working = working;
    }

    /** @return whether there was so much left */
    public boolean spend(long bytes) {
        if (left < bytes) {
            left = 0;
            return false;
        }
        left -= bytes;
        if (told - left > STEP) {
            told = left;
            working.run();
        }
        return true;
    }
}
