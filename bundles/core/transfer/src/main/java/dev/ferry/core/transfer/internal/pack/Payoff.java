package dev.ferry.core.transfer.internal.pack;

/**
 * Whether compressing would make a transfer faster now: only while the link is what is slow, and moves fewer bytes than the compressor reads. What the link moves is
 * measured in windows in which the sender mostly waits for it; in others something else is slow, and they say nothing about the link but that it is no slower than that.
 * What is found is forgotten after a while and measured anew without compressing. Credit and limits that are waited for are a slow link too. One thread.
 */
final class Payoff {
    /** The rest of the sender's work takes time as well. */
    private static final double MARGIN = 1.25;
    private static final double WAITS_MOSTLY = 0.3;
    /** A window ends with the first of these two. More than buffers take at once. */
    private static final long WINDOW_BYTES = 8L << 20;
    private static final long WINDOW_NANOS = 250_000_000L;
    private static final long BELIEVED_BYTES = 512L << 20;
    /** Older figures of the compressor count less and less. */
    private static final long PACKED_MEMORY = 8L << 20;

    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    /** Bytes a nanosecond. */
    private double link = UNKNOWN;
    private double packedBytes;
    private double packedNanos;
    private long wire;
    private long waited;
    private long worked;
    private long believed;

    /** The compressor read so many bytes in that time. */
    void packed(long bytes, long nanos) {
        packedBytes += bytes;
        packedNanos += nanos;
        if (packedBytes > PACKED_MEMORY) {
            packedBytes /= 2;
            packedNanos /= 2;
        }
    }

    /**
     * A frame left.
     *
     * @param payload     its bytes on the wire
     * @param length      the file's bytes that they stand for
     * @param workNanos   it was read, checked and perhaps compressed in this time
     * @param waitedNanos until the next one was begun
     */
    void left(long payload, long length, long workNanos, long waitedNanos) {
        wire += payload;
        worked += workNanos;
        waited += waitedNanos;
        believed += pays() ? length : 0;
        if (wire >= WINDOW_BYTES || worked + waited >= WINDOW_NANOS) {
            window();
        }
    }

    private void window() {
        double rate = worked + waited == 0 ? UNKNOWN : (double) wire / (worked + waited);
        boolean linkIsSlow = waited > WAITS_MOSTLY * (worked + waited);
        if (believed >= BELIEVED_BYTES) {
            link = UNKNOWN;
            believed = 0;
        } else if (linkIsSlow) {
            link = rate;
        } else {
            // Compressed, it may be the compressor that is slow by now.
            link = pays() ? Math.max(link, rate) : UNKNOWN;
        }
        wire = 0;
        waited = 0;
        worked = 0;
    }

    boolean pays() {
        return packedBytes > packedNanos * link * MARGIN;
    }
}
