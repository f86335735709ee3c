package dev.ferry.core.protocol.crypto;

import java.util.Arrays;

/**
 * Overwrites secrets that are no longer needed.
 *
 * <p>This is best effort: the collector may have copied an array before it is wiped, and the JDK's own crypto
 * objects keep copies that cannot be reached from here. It shortens the time a secret stays in memory; it does not
 * promise that no copy remains.
 */
public final class Wipe {
    private Wipe() {
    }

    /** Fills every array with zeros; a {@code null} among them is skipped, so that {@code finally} blocks stay short. */
    public static void bytes(byte[]... secrets) {
        for (byte[] secret : secrets) {
            if (secret != null) {
                Arrays.fill(secret, (byte) 0);
            }
        }
    }

    /** Fills every array with zeros; a {@code null} among them is skipped. */
    public static void chars(char[]... secrets) {
        for (char[] secret : secrets) {
            if (secret != null) {
                Arrays.fill(secret, '\0');
            }
        }
    }
}
