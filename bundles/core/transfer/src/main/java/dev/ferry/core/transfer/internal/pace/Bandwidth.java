package dev.ferry.core.transfer.internal.pace;

import dev.ferry.api.Limits;
import java.util.function.LongSupplier;

/** What this device may take of the network in each direction. One for the whole device. */
public final class Bandwidth {
    private final Turns up;
    private final Turns down;
    private Limits limits = Limits.NONE;
    private Weights weights = Weights.DEFAULT;

    public Bandwidth(LongSupplier nanos) {
        this.up = new Turns(Turns.Driven.BY_PIECES, nanos);
        this.down = new Turns(Turns.Driven.BY_TICKS, nanos);
    }

    public Turns turns(boolean outgoing) {
        return outgoing ? up : down;
    }

    public synchronized Limits limits() {
        return limits;
    }

    public synchronized void limits(Limits next) {
        limits = next;
        apply();
    }

    public synchronized void weights(Weights next) {
        weights = next;
        apply();
    }

    private void apply() {
        up.limits(limits.up(), limits.each(), weights);
        down.limits(limits.down(), limits.each(), weights);
    }
}
