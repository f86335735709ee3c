package dev.ferry.core.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HMAC-SHA-256 (RFC 2104) with a comparison that takes the same time wherever the first difference is. */
public final class Hmac {
    /** Output length in bytes. */
    public static final int LENGTH = 32;

    private Hmac() {
    }

    /**
     * The code over the concatenation of {@code parts}; see {@link Hash} about unseparated parts.
     *
     * @param key at least one byte
     */
    public static byte[] sha256(byte[] key, byte[]... parts) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            for (byte[] part : parts) {
                mac.update(part);
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no HmacSHA256", e);
        }
    }

    /** Whether {@code code} is the full-length code over {@code parts}; the time does not tell how much matched. */
    public static boolean verify(byte[] code, byte[] key, byte[]... parts) {
        byte[] expected = sha256(key, parts);
        try {
            return MessageDigest.isEqual(expected, code);
        } finally {
            Wipe.bytes(expected);
        }
    }
}
