package dev.ferry.core.pairing.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;

/** security.md, "Pairing": at most three codes may be burned in ten minutes, and two seconds lie between tries; so a guesser has three guesses in 10⁸ each time. */
final class Burned {
    static final int MOST = 3;
    static final Duration WINDOW = Duration.ofMinutes(10);
    static final Duration BETWEEN = Duration.ofSeconds(2);

    private final LongSupplier nanos;
    private final Deque<Long> times = new ArrayDeque<>();

    Burned(LongSupplier nanos) {
        this.nanos = nanos;
    }

    synchronized void burned() {
        times.addLast(nanos.getAsLong());
    }

    /** @throws FerryException a code may not be shown now, and when it may */
    synchronized void check() throws FerryException {
        long now = nanos.getAsLong();
        while (!times.isEmpty() && now - times.peekFirst() >= WINDOW.toNanos()) {
            times.removeFirst();
        }
        if (times.size() >= MOST) {
            long minutes = 1 + Duration.ofNanos(WINDOW.toNanos() - (now - times.peekFirst())).toMinutes();
            throw new FerryException(new Problem.PolicyRefused("pairing-attempts", "Three codes were tried wrongly within ten minutes, so someone may be guessing. No new code is shown for "
                    + minutes + (minutes == 1 ? " minute." : " minutes.")));
        }
        if (!times.isEmpty() && now - times.peekLast() < BETWEEN.toNanos()) {
            throw new FerryException(new Problem.PolicyRefused("pairing-attempts", "A code has just been tried wrongly. Wait two seconds and show a new one."));
        }
    }
}
