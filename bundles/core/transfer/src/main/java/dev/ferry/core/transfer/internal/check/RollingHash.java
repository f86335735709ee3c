package dev.ferry.core.transfer.internal.check;

import java.nio.ByteBuffer;

/**
 * A hash of a window of bytes that costs two multiplications when the window moves on by one: {@code Σ bᵢ · P^(n−1−i)} modulo 2⁶⁴, of which the upper half is used. It finds what
 * may be the same and proves nothing.
 */
public final class RollingHash {
    public static final int BYTES = 4;
    private static final long P1 = 0x9E37_79B9_7F4A_7C15L;
    private static final long P2 = P1 * P1;
    private static final long P3 = P2 * P1;
    private static final long P4 = P3 * P1;
    private static final long P5 = P4 * P1;
    private static final long P6 = P5 * P1;
    private static final long P7 = P6 * P1;
    private static final long P8 = P7 * P1;

    private final long leaving;

    /** @param window in bytes */
    public RollingHash(int window) {
        long power = 1;
        for (int i = 0; i < window; i++) {
            power *= P1;
        }
        this.leaving = power;
    }

    /** Of a window that goes on with the buffer's remaining bytes; its position stays. */
    public static long add(long hash, ByteBuffer bytes) {
        if (bytes.hasArray()) {
            return add(hash, bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        }
        long sum = hash;
        int at = bytes.position();
        int end = bytes.limit();
        for (; end - at >= 8; at += 8) {
            sum = sum * P8 + (bytes.get(at) & 0xff) * P7 + (bytes.get(at + 1) & 0xff) * P6 + (bytes.get(at + 2) & 0xff) * P5 + (bytes.get(at + 3) & 0xff) * P4
                    + (bytes.get(at + 4) & 0xff) * P3 + (bytes.get(at + 5) & 0xff) * P2 + (bytes.get(at + 6) & 0xff) * P1 + (bytes.get(at + 7) & 0xff);
        }
        for (; at < end; at++) {
            sum = sum * P1 + (bytes.get(at) & 0xff);
        }
        return sum;
    }

    /** The same of an array. */
    public static long add(long hash, byte[] bytes, int from, int length) {
        long sum = hash;
        int at = from;
        int end = from + length;
        for (; end - at >= 8; at += 8) {
            sum = sum * P8 + (bytes[at] & 0xff) * P7 + (bytes[at + 1] & 0xff) * P6 + (bytes[at + 2] & 0xff) * P5 + (bytes[at + 3] & 0xff) * P4
                    + (bytes[at + 4] & 0xff) * P3 + (bytes[at + 5] & 0xff) * P2 + (bytes[at + 6] & 0xff) * P1 + (bytes[at + 7] & 0xff);
        }
        for (; at < end; at++) {
            sum = sum * P1 + (bytes[at] & 0xff);
        }
        return sum;
    }

    /** The window moves on by a byte. */
    public long roll(long hash, byte out, byte in) {
        return hash * P1 + (in & 0xff) - (out & 0xff) * leaving;
    }

    /** What is told of it. */
    public static int sum(long hash) {
        return (int) (hash >>> 32);
    }
}
