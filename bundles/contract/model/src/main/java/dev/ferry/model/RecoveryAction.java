package dev.ferry.model;

import java.time.Duration;

/** What the core does about a problem during a transfer; every step is an event. */
public sealed interface RecoveryAction {
    /** The same again. */
    record Retry(int attempt, int of) implements RecoveryAction { }

    /** The same again with a smaller chunk, halved down to 64 KiB. */
    record RetryWithSmallerChunks(int attempt, int of, int chunkBytes) implements RecoveryAction { }

    /** The same again with twice the time. */
    record RetryWithLongerTimeout(int attempt, int of, Duration timeout) implements RecoveryAction { }

    /** A new link, over any route, then what is still missing. */
    record Reconnect(int attempt, Duration pause) implements RecoveryAction { }

    /** Give up: the transfer ends with its problem. */
    record Fail() implements RecoveryAction { }
}
