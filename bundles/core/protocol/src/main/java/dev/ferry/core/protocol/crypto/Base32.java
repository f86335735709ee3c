package dev.ferry.core.protocol.crypto;

import java.util.Arrays;

/**
 * Base32 without padding (RFC 4648, section 6). In upper case it stays in the alphanumeric mode of a QR code. One text
 * for each value: a length that no value has, or rest bits that are not zero, are refused.
 */
final class Base32 {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private Base32() {
    }

    static int encodedLength(int bytes) {
        return (bytes * Byte.SIZE + BITS - 1) / BITS;
    }

    static char[] encode(byte[] bytes) {
        char[] out = new char[encodedLength(bytes.length)];
        int held = 0;
        int heldBits = 0;
        int at = 0;
        for (byte b : bytes) {
            held = held << Byte.SIZE | b & 0xff;
            heldBits += Byte.SIZE;
            while (heldBits >= BITS) {
                heldBits -= BITS;
                out[at++] = ALPHABET.charAt(held >>> heldBits & 31);
            }
            held &= (1 << heldBits) - 1;
        }
        if (heldBits > 0) {
            out[at] = ALPHABET.charAt(held << BITS - heldBits & 31);
        }
        return out;
    }

    /** Decodes {@code text[from..to)}; lower case is taken for upper case. */
    static byte[] decode(char[] text, int from, int to) throws CodeFormatException {
        int length = to - from;
        byte[] out = new byte[length * BITS / Byte.SIZE];
        if (encodedLength(out.length) != length) {
            throw incomplete();
        }
        int held = 0;
        int heldBits = 0;
        int at = 0;
        for (int i = from; i < to; i++) {
            held = held << BITS | value(text[i]);
            heldBits += BITS;
            if (heldBits >= Byte.SIZE) {
                heldBits -= Byte.SIZE;
                out[at++] = (byte) (held >>> heldBits);
            }
            held &= (1 << heldBits) - 1;
        }
        if (held != 0) {
            Arrays.fill(out, (byte) 0);
            throw incomplete();
        }
        return out;
    }

    private static int value(char c) throws CodeFormatException {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        if (c >= '2' && c <= '7') {
            return c - '2' + 26;
        }
        throw new CodeFormatException("A ticket has only the letters A to Z and the digits 2 to 7 after FERRY:.");
    }

    private static CodeFormatException incomplete() {
        return new CodeFormatException("The ticket is not complete. Copy it again, from FERRY: to its end.");
    }
}
