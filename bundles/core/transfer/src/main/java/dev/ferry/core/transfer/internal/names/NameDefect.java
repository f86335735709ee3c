package dev.ferry.core.transfer.internal.names;

/** What is wrong with a name that a peer supplied. */
public enum NameDefect {
    EMPTY("it is empty or has an empty part"),
    DOT_SEGMENT("it has a part that is '.' or '..'"),
    ABSOLUTE("it is absolute"),
    DRIVE_LETTER("it has a drive letter"),
    NUL("it holds a NUL character"),
    TOO_DEEP("it is nested too deeply"),
    TOO_LONG("it is too long as a whole"),

    SEPARATOR("it holds a backslash"),
    CONTROL("it holds control characters"),
    BIDI("it holds characters that turn the direction of text"),
    INVISIBLE("it holds invisible characters"),
    NOT_TEXT("it holds code points that are no characters"),
    FORBIDDEN_ON_WINDOWS("it holds one of : < > \" |"),
    LOOKS_LIKE_PARENT("it looks like '..' once decoded"),
    TRAILING_DOT_OR_SPACE("a part ends with a dot or a space"),
    SHORT_ALIAS("it has the form of a short alias (NAME~1)"),
    RESERVED("a part is a device name on Windows"),
    OUR_PART_FILE("it has the form of an unfinished file of Ferry"),
    HIDDEN_FIRST("it begins with a dot"),
    SENSITIVE_FIRST("desktops act on a file of that name"),
    COMPONENT_TOO_LONG("a part is longer than 255 bytes");

    private final String sentence;

    NameDefect(String sentence) {
        this.sentence = sentence;
    }

    /** Completes "The name was changed because …" or "The name was refused because …". */
    public String sentence() {
        return sentence;
    }
}
