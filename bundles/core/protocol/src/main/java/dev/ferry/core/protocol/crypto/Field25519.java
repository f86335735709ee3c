package dev.ferry.core.protocol.crypto;

/**
 * Arithmetic modulo p = 2^255 - 19 without branches or indices that depend on a value, as the generator of
 * {@link CPace} is derived from a secret ("SHALL execute in constant time", draft-irtf-cfrg-cpace-21, section 10.10).
 *
 * <p>An element is sixteen limbs of 16 bits in {@code long}s, little-endian. Limbs may be negative or too large
 * between operations; {@link #encode} reduces fully. One operand's limbs stay below 2^26 in magnitude, so a sum of
 * sixteen products folded by 38 stays far from 2^63.
 */
final class Field25519 {
    private static final int LIMBS = 16;

    private Field25519() {
    }

    /** Section 5 of RFC 7748: little-endian, bit 255 ignored; values from p to 2^255 - 1 are taken modulo p. */
    static long[] decode(byte[] bytes) {
        long[] out = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            out[i] = (bytes[2 * i] & 0xffL) | (bytes[2 * i + 1] & 0xffL) << 8;
        }
        out[LIMBS - 1] &= 0x7fff;
        return out;
    }

    /** The one canonical encoding, 32 bytes little-endian. */
    static byte[] encode(long[] element) {
        long[] t = element.clone();
        carry(t);
        carry(t);
        carry(t);
        // The value is now below 2^256, so subtracting p where it fits, twice, reduces it fully.
        for (int round = 0; round < 2; round++) {
            long[] m = new long[LIMBS];
            m[0] = t[0] - 0xffed;
            for (int i = 1; i < LIMBS; i++) {
                long limit = i == LIMBS - 1 ? 0x7fff : 0xffff;
                m[i] = t[i] - limit - (m[i - 1] >> 16 & 1);
                m[i - 1] &= 0xffff;
            }
            long borrowed = m[LIMBS - 1] >> 16 & 1;
            m[LIMBS - 1] &= 0xffff;
            t = select(1 - borrowed, m, t);
        }
        byte[] out = new byte[32];
        for (int i = 0; i < LIMBS; i++) {
            out[2 * i] = (byte) t[i];
            out[2 * i + 1] = (byte) (t[i] >> 8);
        }
        return out;
    }

    static long[] small(long value) {
        long[] out = new long[LIMBS];
        out[0] = value & 0xffff;
        out[1] = value >> 16;
        return out;
    }

    static long[] add(long[] a, long[] b) {
        long[] out = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            out[i] = a[i] + b[i];
        }
        return out;
    }

    static long[] subtract(long[] a, long[] b) {
        long[] out = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            out[i] = a[i] - b[i];
        }
        return out;
    }

    static long[] multiply(long[] a, long[] b) {
        long[] wide = new long[2 * LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            for (int j = 0; j < LIMBS; j++) {
                wide[i + j] += a[i] * b[j];
            }
        }
        long[] out = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            // 2^256 = 38 modulo p
            out[i] = wide[i] + 38 * wide[i + LIMBS];
        }
        carry(out);
        carry(out);
        return out;
    }

    /** 1 / a by Fermat: the exponent p - 2 = 2^255 - 21 has all bits but 2 and 4 set. Zero gives zero. */
    static long[] invert(long[] a) {
        return power(a, 254, 1L << 2 | 1L << 4);
    }

    /** 1 if {@code a} is a non-zero square, else 0: a^((p - 1) / 2), exponent 2^254 - 10, all bits but 0 and 3 set. */
    static long isSquare(long[] a) {
        byte[] symbol = encode(power(a, 253, 1L | 1L << 3));
        int different = symbol[0] ^ 1;
        for (int i = 1; i < symbol.length; i++) {
            different |= symbol[i];
        }
        return ((different & 0xff) - 1L) >>> 63;
    }

    /** {@code whenOne} if {@code bit} is 1, {@code whenZero} if it is 0, without branching. */
    static long[] select(long bit, long[] whenOne, long[] whenZero) {
        long mask = -bit;
        long[] out = new long[LIMBS];
        for (int i = 0; i < LIMBS; i++) {
            out[i] = whenZero[i] ^ mask & (whenZero[i] ^ whenOne[i]);
        }
        return out;
    }

    /** Raises to the constant exponent whose bits {@code topBit} to 0 are all set, but for those in {@code clearBits}. */
    private static long[] power(long[] a, int topBit, long clearBits) {
        long[] out = a.clone();
        for (int bit = topBit - 1; bit >= 0; bit--) {
            out = multiply(out, out);
            if (bit >= Long.SIZE || (clearBits >> bit & 1) == 0) {
                out = multiply(out, a);
            }
        }
        return out;
    }

    private static void carry(long[] t) {
        for (int i = 0; i < LIMBS; i++) {
            long carried = t[i] >> 16;
            t[i] -= carried << 16;
            if (i < LIMBS - 1) {
                t[i + 1] += carried;
            } else {
                t[0] += 38 * carried;
            }
        }
    }
}
