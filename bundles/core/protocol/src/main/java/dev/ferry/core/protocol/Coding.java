package dev.ferry.core.protocol;

/** What the payload of a data frame is (PROTOCOL.md, "Compression"). */
public enum Coding {
    /** The file's bytes. */
    PLAIN,
    /** One whole stream of raw DEFLATE (RFC 1951) that gives the file's bytes. */
    DEFLATE;

    /** What a device says in its greeting that can read {@link #DEFLATE}. */
    public static final String DEFLATE_CAPABILITY = "deflate";
}
