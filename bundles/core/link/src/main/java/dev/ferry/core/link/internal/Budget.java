package dev.ferry.core.link.internal;

/** Places for links that are not authenticated yet, an eighth of them kept for where pairs were met. Any thread. */
final class Budget {
    private static final int KEPT = 8;

    private final int places;
    private int taken;

    Budget(int places) {
        this.places = places;
    }

    /** True where there is one; then {@link #release} is owed. */
    synchronized boolean take(boolean acquainted) {
        if (taken >= places - (acquainted ? 0 : places / KEPT)) {
            return false;
        }
        taken++;
        return true;
    }

    synchronized void release() {
        taken--;
    }
}
