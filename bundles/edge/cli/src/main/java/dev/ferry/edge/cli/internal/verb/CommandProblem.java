package dev.ferry.edge.cli.internal.verb;

/** A command that ends here, with a sentence for a person, a code for programs and an exit code for scripts. */
public final class CommandProblem extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final int exit;

    CommandProblem(String code, int exit, String message) {
        super(message);
        this.code = code;
        this.exit = exit;
    }

    static CommandProblem usage(String message) {
        return new CommandProblem("usage", Exit.USAGE, message);
    }

    public String code() {
        return code;
    }

    public int exit() {
        return exit;
    }
}
