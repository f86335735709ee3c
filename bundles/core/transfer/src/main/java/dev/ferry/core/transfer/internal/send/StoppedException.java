package dev.ferry.core.transfer.internal.send;

/** Takes the sending thread out of whatever it does. */
public final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Stop stop;

    public StoppedException(Stop stop) {
        super(null, null, false, false);
        this.stop = stop;
    }

    public Stop stop() {
        return stop;
    }
}
