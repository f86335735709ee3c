package dev.ferry.edge.cli.internal.verb;

/** Exit codes that this side gives; the daemon gives the others. */
public final class Exit {
    public static final int OK = 0;
    public static final int BUG = 1;
    public static final int USAGE = 2;
    public static final int DAEMON_UNREACHABLE = 3;
    public static final int HOME_AT_WORK = 4;
    public static final int NOT_AUTHORISED = 5;
    public static final int INPUT_NEEDED = 12;
    public static final int NAME_EXISTS = 13;
    public static final int WRONG_CODE = 22;

    private Exit() { }
}
