package dev.ferry.core.protocol.crypto;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * The generator of a CPace run on X25519 with SHA-512: draft-irtf-cfrg-cpace-21, sections 8.1 and 8.2, and the
 * length-value encoding of section 6.3 that the rest of the run uses as well.
 */
final class CPaceGenerator {
    /** G_X25519.DSI */
    static final byte[] DOMAIN = "CPace255".getBytes(StandardCharsets.US_ASCII);

    private static final int SHA512_BLOCK = 128;
    /** Curve parameter of curve25519 (RFC 7748, section 4.1). */
    private static final long CURVE_A = 486662;

    private CPaceGenerator() {
    }

    /** G.calculate_generator(H, PRS, CI, sid), 32 bytes. */
    static byte[] calculate(byte[] secret, byte[] channelIdentifier, byte[] sessionId) {
        byte[] string = generatorString(secret, channelIdentifier, sessionId);
        MessageDigest sha512 = Hash.digest("SHA-512");
        byte[] hash = sha512.digest(string);
        byte[] first = Arrays.copyOf(hash, 32);
        try {
            return mapToCurve(first);
        } finally {
            Wipe.bytes(string, hash, first);
        }
    }

    /** generator_string: the padding makes domain and secret fill the first hash block whatever the secret's length. */
    static byte[] generatorString(byte[] secret, byte[] channelIdentifier, byte[] sessionId) {
        int used = 1 + lengthOfPrefixed(DOMAIN) + lengthOfPrefixed(secret);
        byte[] padding = new byte[Math.max(0, SHA512_BLOCK - used)];
        return lvCat(DOMAIN, secret, padding, channelIdentifier, sessionId);
    }

    /**
     * Elligator 2 onto the u coordinate of curve25519 (RFC 9380, section 6.7.1, with Z = 2).
     *
     * <p>1 + 2u² is never zero, because -1/2 is no square modulo p; so the inversion always has an answer.
     */
    static byte[] mapToCurve(byte[] representative) {
        long[] u = Field25519.decode(representative);
        long[] a = Field25519.small(CURVE_A);
        long[] one = Field25519.small(1);
        long[] zero = Field25519.small(0);
        long[] uSquared = Field25519.multiply(u, u);
        long[] denominator = Field25519.add(one, Field25519.add(uSquared, uSquared));
        long[] x1 = Field25519.multiply(Field25519.subtract(zero, a), Field25519.invert(denominator));
        // x1³ + A·x1² + x1 = x1·(x1·(x1 + A) + 1)
        long[] inner = Field25519.add(Field25519.multiply(x1, Field25519.add(x1, a)), one);
        long[] right = Field25519.multiply(x1, inner);
        long[] x2 = Field25519.subtract(Field25519.subtract(zero, x1), a);
        return Field25519.encode(Field25519.select(Field25519.isSquare(right), x1, x2));
    }

    /** lv_cat: every part with its length before it, in LEB128. */
    static byte[] lvCat(byte[]... parts) {
        ByteArrayOutputStream out = new WipingOutput();
        for (byte[] part : parts) {
            int length = part.length;
            while (length >= 0x80) {
                out.write(length & 0x7f | 0x80);
                length >>>= 7;
            }
            out.write(length);
            out.write(part, 0, part.length);
        }
        byte[] result = out.toByteArray();
        out.reset();
        return result;
    }

    private static int lengthOfPrefixed(byte[] part) {
        int prefix = 1;
        for (int rest = part.length >>> 7; rest > 0; rest >>>= 7) {
            prefix++;
        }
        return prefix + part.length;
    }

    /** A buffer that does not leave the secret behind when it is emptied. */
    private static final class WipingOutput extends ByteArrayOutputStream {
        WipingOutput() {
            super(512);
        }

        @Override
        public synchronized void reset() {
            Wipe.bytes(buf);
            super.reset();
        }
    }
}
