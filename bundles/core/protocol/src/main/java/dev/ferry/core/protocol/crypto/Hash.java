package dev.ferry.core.protocol.crypto;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * SHA-256 over several parts, as if they had been concatenated (FIPS 180-4).
 *
 * <p>The parts are <em>not</em> separated: callers give fixed-length parts, or length-prefix them as
 * {@link Transcript} does.
 */
public final class Hash {
    /** Output length in bytes. */
    public static final int LENGTH = 32;

    private Hash() {
    }

    /** Hashes the concatenation of {@code parts}. Safe on any thread. */
    public static byte[] sha256(byte[]... parts) {
        MessageDigest digest = digest("SHA-256");
        for (byte[] part : parts) {
            digest.update(part);
        }
        return digest.digest();
    }

    static MessageDigest digest(String algorithm) {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java runtime has no " + algorithm, e);
        }
    }
}
