package dev.ferry.core.protocol.crypto;

import java.util.HexFormat;

/** Test vectors as they stand in their documents: hexadecimal, blanks allowed. */
final class Hex {
    private Hex() {
    }

    static byte[] of(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }

    static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    /** A copy with one bit of byte {@code index} turned over. */
    static byte[] flipped(byte[] bytes, int index) {
        byte[] copy = bytes.clone();
        copy[index] ^= 0x10;
        return copy;
    }
}
