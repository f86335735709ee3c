package dev.ferry.core.transfer.internal.source;

/** Why an entry is not sent. */
public enum SkipReason {
    SYMBOLIC_LINK("it is a symbolic link"),
    SPECIAL("it is a pipe, a socket or a device"),
    UNREADABLE("it cannot be read"),
    MISSING("it is not there"),
    NOT_UTF8("its name is not valid UTF-8"),
    LOOP("it contains itself"),
    UNFINISHED("it is an unfinished file of Ferry");

    private final String sentence;

    SkipReason(String sentence) {
        this.sentence = sentence;
    }

    /** Completes "… was left out because …". */
    public String sentence() {
        return sentence;
    }
}
