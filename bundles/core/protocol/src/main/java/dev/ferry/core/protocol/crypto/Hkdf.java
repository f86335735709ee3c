package dev.ferry.core.protocol.crypto;

import java.nio.charset.StandardCharsets;

/** HKDF with SHA-256 (RFC 5869). Intermediate values are wiped; results belong to the caller, who wipes them. */
public final class Hkdf {
    /** Longest output of one expansion in bytes (RFC 5869, section 2.3). */
    public static final int MAX_OUTPUT = 255 * Hmac.LENGTH;

    private Hkdf() {
    }

    /** Section 2.2. An empty salt stands for 32 zero bytes, as the RFC says. */
    public static byte[] extract(byte[] salt, byte[] inputKeyMaterial) {
        byte[] key = salt.length == 0 ? new byte[Hmac.LENGTH] : salt;
        return Hmac.sha256(key, inputKeyMaterial);
    }

    /**
     * Section 2.3.
     *
     * @param length 1 to {@link #MAX_OUTPUT} bytes
     */
    public static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        if (length < 1 || length > MAX_OUTPUT) {
            throw new IllegalArgumentException("HKDF gives 1 to " + MAX_OUTPUT + " bytes, not " + length);
        }
        byte[] output = new byte[length];
        byte[] block = new byte[0];
        for (int offset = 0, counter = 1; offset < length; offset += Hmac.LENGTH, counter++) {
            byte[] next = Hmac.sha256(pseudoRandomKey, block, info, new byte[] {(byte) counter});
            Wipe.bytes(block);
            block = next;
            System.arraycopy(block, 0, output, offset, Math.min(Hmac.LENGTH, length - offset));
        }
        Wipe.bytes(block);
        return output;
    }

    /** Extract, then expand under a label: the form every key of this package is made in. */
    public static byte[] derive(byte[] inputKeyMaterial, byte[] salt, String label, int length) {
        byte[] pseudoRandomKey = extract(salt, inputKeyMaterial);
        try {
            return expand(pseudoRandomKey, label(label), length);
        } finally {
            Wipe.bytes(pseudoRandomKey);
        }
    }

    /** The bytes of a label. Labels are ASCII constants of the protocol, never text from a peer. */
    static byte[] label(String label) {
        return label.getBytes(StandardCharsets.US_ASCII);
    }
}
