package dev.ferry.edge.cli.host;

/** The home or the device in it cannot be used. The message is for a person: what happened, the likely cause, what to try. */
public final class HostException extends Exception {
    private static final long serialVersionUID = 1L;
    private final String code;
    private final int exit;

    /**
     * @param code stable, {@code [a-z-]+}
     * @param exit exit code of the command
     */
    public HostException(String code, int exit, String message) {
        super(message);
        this.code = code;
        this.exit = exit;
    }

    public HostException(String code, int exit, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
        this.exit = exit;
    }

    public String code() {
        return code;
    }

    public int exit() {
        return exit;
    }
}
