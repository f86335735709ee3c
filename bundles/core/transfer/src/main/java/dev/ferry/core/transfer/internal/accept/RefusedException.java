package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.model.Problem;

/** An offer is refused: one reason for the other side, one for the person here. */
final class RefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final RejectReason reason;
    private final transient Problem problem;

    RefusedException(RejectReason reason, Problem problem) {
        super(problem.message());
        this.reason = reason;
        this.problem = problem;
    }

    RejectReason reason() {
        return reason;
    }

    Problem problem() {
        return problem;
    }

    /** For the other side, where room is what is missing. */
    long needed() {
        return problem instanceof Problem.InsufficientStorage storage ? storage.needed() : 0;
    }

    long available() {
        return problem instanceof Problem.InsufficientStorage storage ? storage.available() : 0;
    }
}
