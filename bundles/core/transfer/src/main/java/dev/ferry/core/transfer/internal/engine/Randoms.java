package dev.ferry.core.transfer.internal.engine;

import java.security.SecureRandom;

/** Ids and seeds that nobody can guess. */
final class Randoms {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Randoms() { }

    static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }
}
