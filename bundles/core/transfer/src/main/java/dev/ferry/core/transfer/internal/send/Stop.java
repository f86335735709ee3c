package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.model.Problem;

/** Why one try to send has ended. */
public sealed interface Stop {
    /** The receiver has settled every entry. */
    record Finished() implements Stop { }

    /** The receiver said no, or gave up. */
    record ByPeer(Problem problem) implements Stop { }

    /** A person here, a timer or a policy ended it; the receiver is told. */
    record Here(Problem problem, CancelReason reason) implements Stop { }

    /** The connection ended. */
    record Lost(Ending ending) implements Stop { }

    static Stop shutdown() {
        return new Here(stopped(), CancelReason.FAULT);
    }

    /** What a share says that ended with its process. */
    static Problem stopped() {
        return new Problem.NetworkError(true, "Ferry was stopped on this device. Start it again: a daemon goes on with what it was sending to paired devices; share anything else again.");
    }
}
