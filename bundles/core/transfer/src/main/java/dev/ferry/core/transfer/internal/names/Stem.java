package dev.ferry.core.transfer.internal.names;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A name split where something may be put in. {@code extension} begins with its dot or is empty. The results never exceed {@link #MAX_BYTES}.
 */
record Stem(String stem, String extension) {
    /** What ext4, XFS, Btrfs, APFS and NTFS hold in one component. */
    static final int MAX_BYTES = 255;

    /** Longer ones are taken for a part of the stem. */
    private static final int MAX_EXTENSION_BYTES = 32;

    static Stem file(String name) {
        int dot = name.lastIndexOf('.');
        if (dot <= 0 || dot == name.length() - 1 || bytes(name.substring(dot)) > MAX_EXTENSION_BYTES) {
            return new Stem(name, "");
        }
        int second = name.lastIndexOf('.', dot - 1);
        if (second > 0 && name.startsWith(".tar.", second)) {
            dot = second;
        }
        return new Stem(name.substring(0, dot), name.substring(dot));
    }

    static Stem directory(String name) {
        return new Stem(name, "");
    }

    String numbered(int number) {
        return marked(Integer.toString(number));
    }

    String marked(String mark) {
        return fit(" (" + mark + ")");
    }

    /** Shortened so that it fits, told apart from others with the same beginning by a hash of the whole. */
    String shortened(String whole) {
        return fit("_" + hash(whole));
    }

    private String fit(String suffix) {
        int room = MAX_BYTES - bytes(suffix) - bytes(extension);
        return cut(stem, room) + suffix + extension;
    }

    /** The longest beginning of at most {@code room} bytes that ends between characters. */
    private static String cut(String text, int room) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            used += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
            if (used > room) {
                break;
            }
            end += Character.charCount(c);
        }
        return text.substring(0, end);
    }

    static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    private static String hash(String whole) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
