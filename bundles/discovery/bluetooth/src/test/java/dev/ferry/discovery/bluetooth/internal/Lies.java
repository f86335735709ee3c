package dev.ferry.discovery.bluetooth.internal;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.List;

/** Parts with the right tag and whatever behind it. */
final class Lies {
    private Lies() { }

    static List<byte[]> parts(byte[] letter) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("ferry-bluetooth-v1".getBytes(StandardCharsets.US_ASCII));
            byte[] tag = Arrays.copyOf(digest.digest(letter), Beacon.TAG);
            return List.of(ByteBuffer.allocate(11 + letter.length).put((byte) 1).put(tag).put((byte) 0).put((byte) 1).put(letter).array());
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
