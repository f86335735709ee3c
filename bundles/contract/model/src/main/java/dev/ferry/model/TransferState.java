package dev.ferry.model;

import java.util.Set;

/** Where a transfer stands. Only the moves of {@link #next()} are legal; the three final states are entered exactly once. */
public enum TransferState {
    /** Resolving, connecting, offering or waiting for consent: no payload byte has moved. */
    PENDING,
    /** Bytes may move. */
    ACTIVE,
    /** Stopped by a person or by the network, and able to go on. */
    PAUSED,
    /** Every accepted file is verified and durable on the other side. */
    COMPLETED,
    /** Ended by a problem; the result says which. */
    FAILED,
    /** Ended by a person on either side. */
    CANCELLED;

    /** The states that may follow. */
    public Set<TransferState> next() {
        return switch (this) {
            case PENDING -> Set.of(ACTIVE, PAUSED, COMPLETED, FAILED, CANCELLED);
            case ACTIVE -> Set.of(PAUSED, COMPLETED, FAILED, CANCELLED);
            case PAUSED -> Set.of(PENDING, ACTIVE, FAILED, CANCELLED);
            case COMPLETED, FAILED, CANCELLED -> Set.of();
        };
    }

    public boolean isFinal() {
        return next().isEmpty();
    }
}
