package dev.ferry.core.transfer.internal.share;

import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.model.Problem;
import java.time.Duration;

/** What the reasons of a cancel mean to a person. */
public final class Cancels {
    private Cancels() { }

    public static Problem here() {
        return new Problem.Cancelled(false, "It was cancelled here.");
    }

    /** What the other side says about its end. */
    public static Problem byPeer(CancelReason reason) {
        return switch (reason) {
            case TIMEOUT -> new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL, Duration.ZERO, "It took longer than the other device allows. Send less at once, or over a faster network.");
            case STORAGE_FULL -> new Problem.InsufficientStorage(0, 0, "The disk of the other device is full. Free some space there and share again.");
            case FAULT -> new Problem.InternalError("The other device had to give up because of a fault of its own. Look at its messages and share again.");
            case POLICY_CHANGED -> new Problem.PolicyRefused("changed", "The other device does not accept files from this one any more.");
            case REFERENCE_OVER -> new Problem.PolicyRefused("reference", "The reference is over: its owner revoked it, or its time ran out. What arrived whole stays; ask its owner for a new one.");
            default -> new Problem.Cancelled(true, "The other person cancelled it.");
        };
    }
}
