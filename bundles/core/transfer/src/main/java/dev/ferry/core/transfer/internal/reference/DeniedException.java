package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.model.Problem;

/** A reference may not be used so. */
final class DeniedException extends Exception {
    private static final long serialVersionUID = 1L;

    private final ReferenceFault fault;
    private final transient Problem problem;

    /** @param problem for the person here; the other device hears the fault alone */
    DeniedException(ReferenceFault fault, Problem problem) {
        super(problem.message());
        this.fault = fault;
        this.problem = problem;
    }

    ReferenceFault fault() {
        return fault;
    }

    Problem problem() {
        return problem;
    }
}
