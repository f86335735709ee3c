package dev.ferry.core.protocol;

/**
 * How long a frame may be in each phase of a connection (PROTOCOL.md, "Frames").
 *
 * @param control most bytes of a control message
 * @param data    whether data frames and segments are legal at all
 */
public record FrameLimits(int control, boolean data) {
    /** Most payload bytes of one data frame. 256 KiB: one TLS pass of 16 records, small enough to interleave transfers. */
    public static final int MAX_PAYLOAD = 256 * 1024;

    /** Most bytes of the frames in one segment: the longest control message, or a batch of data frames. */
    public static final int MAX_SEGMENT = 1024 * 1024 + 64;

    /** Before the other side is authenticated. */
    public static final FrameLimits UNAUTHENTICATED = new FrameLimits(8 * 1024, false);

    /** Afterwards. */
    public static final FrameLimits AUTHENTICATED = new FrameLimits(1024 * 1024, true);
}
