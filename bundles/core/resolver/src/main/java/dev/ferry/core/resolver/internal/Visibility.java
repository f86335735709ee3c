package dev.ferry.core.resolver.internal;

import dev.ferry.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** Whether strangers are told this device's name: always by configuration, while somebody asked for it, or while a code is shown. Any thread. */
final class Visibility implements AutoCloseable {
    static final Duration LONGEST = Duration.ofHours(24);
    /** How long a code is usually shown; what the window's owner knows exactly is not known here. */
    private static final Duration CODE = Duration.ofMinutes(3);

    private final boolean always;
    private final BooleanSupplier codeShown;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Runnable changed;
    private final Set<Asked> asked = new HashSet<>();

    /** @param changed returns at once */
    Visibility(boolean always, BooleanSupplier codeShown, InstantSource clock, LongSupplier nanos, ScheduledExecutorService timer, Runnable changed) {
        this.always = always;
        this.codeShown = codeShown;
        this.clock = clock;
        this.nanos = nanos;
        this.timer = timer;
        this.changed = changed;
    }

    private final class Asked implements Registration {
        private final long ends;
        private ScheduledFuture<?> end;

        Asked(long ends) {
            this.ends = ends;
        }

        @Override
        public void close() {
            synchronized (Visibility.this) {
                if (!asked.remove(this)) {
                    return;
                }
                end.cancel(false);
            }
            changed.run();
        }
    }

    /** Counted on the monotone clock: setting the time neither prolongs nor ends it. */
    Registration show(Duration time) {
        Duration clamped = time.isNegative() ? Duration.ZERO : time.compareTo(LONGEST) > 0 ? LONGEST : time;
        Asked one = new Asked(nanos.getAsLong() + clamped.toNanos());
        synchronized (this) {
            asked.add(one);
            one.end = timer.schedule(one::close, clamped.toMillis(), TimeUnit.MILLISECONDS);
        }
        changed.run();
        return one;
    }

    boolean visible() {
        return always || codeShown.getAsBoolean() || left().isPresent();
    }

    private synchronized Optional<Duration> left() {
        long now = nanos.getAsLong();
        return asked.stream().map(a -> Duration.ofNanos(a.ends - now)).filter(d -> !d.isNegative() && !d.isZero()).max(Comparator.naturalOrder());
    }

    /** For an end that is not known, the earliest that it can be. */
    Optional<Instant> until() {
        Optional<Duration> open = always ? Optional.of(LONGEST) : codeShown.getAsBoolean() ? Optional.of(CODE) : Optional.empty();
        Optional<Duration> left = left();
        return (left.isPresent() && open.isPresent() ? Optional.of(left.get().compareTo(open.get()) > 0 ? left.get() : open.get()) : left.or(() -> open))
                .map(clock.instant()::plus);
    }

    @Override
    public void close() {
        synchronized (this) {
            asked.forEach(a -> a.end.cancel(false));
            asked.clear();
        }
    }
}
