package dev.ferry.tck.transport;

/** What can be done on the way to a record of TLS by who cannot read it. */
public enum Meddling {
    /** One bit of it is another. */
    FLIP,
    /** It never arrives. */
    DROP,
    /** It arrives twice. */
    DUPLICATE,
    /** Before it comes one of its own length and of random bytes. */
    INSERT,
    /** It comes after the one that follows it. */
    REORDER,
    /** Before it comes one of an earlier connection, in the same direction. */
    REPLAY,
    /** Half of it arrives, and then the end of both connections. */
    TRUNCATE
}
