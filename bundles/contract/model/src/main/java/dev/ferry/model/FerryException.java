package dev.ferry.model;

import java.util.Objects;

/** Carries a {@link Problem} up the stack. The only checked exception that the contract's methods throw for what people may meet. */
public final class FerryException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public FerryException(Problem problem) {
        super(problem.message());
        this.problem = problem;
    }

    /** With the technical cause, for the log of this device only. */
    public FerryException(Problem problem, Throwable cause) {
        super(problem.message(), cause);
        this.problem = Objects.requireNonNull(problem, "problem");
    }

    public Problem problem() {
        return problem;
    }
}
