package dev.ferry.tck;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/** A clock that stands still until a test moves it. Wall time and monotone time are apart, as they are on a machine whose clock is set. Any thread. */
public final class SettableClock implements InstantSource {
    private Instant wall;
    private long nanos;

    public SettableClock(Instant start) {
        this.wall = start;
    }

    @Override
    public synchronized Instant instant() {
        return wall;
    }

    /** The monotone clock, as {@link System#nanoTime}. */
    public LongSupplier nanos() {
        return () -> {
            synchronized (this) {
                return nanos;
            }
        };
    }

    /** Time passes, on both clocks. */
    public synchronized void advance(Duration time) {
        wall = wall.plus(time);
        nanos += time.toNanos();
    }

    /** Somebody sets the wall clock; no time passes. */
    public synchronized void jumpTo(Instant instant) {
        wall = instant;
    }
}
