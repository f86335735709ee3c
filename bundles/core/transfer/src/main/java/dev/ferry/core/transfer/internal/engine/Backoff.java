package dev.ferry.core.transfer.internal.engine;

import java.time.Duration;

/** Pauses between tries to connect: short at first, since most losses are short, never longer than two seconds, so that a peer that is back is found soon. */
final class Backoff {
    private static final Duration FIRST = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private Duration last = FIRST.dividedBy(2);

    Duration next() {
        Duration doubled = last.multipliedBy(2);
        last = doubled.compareTo(LONGEST) > 0 ? LONGEST : doubled;
        return last;
    }
}
