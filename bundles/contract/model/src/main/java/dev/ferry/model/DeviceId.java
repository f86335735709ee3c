package dev.ferry.model;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import java.util.UUID;

/**
 * Who a device is: the SHA-256 of its 32-byte Ed25519 public key (RFC 8032 encoding), as 64 lower-case hexadecimal digits.
 *
 * <p>Only the whole value identifies. {@link #uuid()} and {@link #display()} are shortened and are for people and interfaces that want a
 * UUID; neither ever authenticates.
 *
 * @param hex 64 lower-case hexadecimal digits
 */
public record DeviceId(String hex) {
    private static final int LENGTH = 64;

    public DeviceId {
        Objects.requireNonNull(hex, "hex");
        if (hex.length() != LENGTH || !hex.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
            throw new IllegalArgumentException("A device id is 64 lower-case hexadecimal digits, not " + hex.length() + " characters of other text");
        }
    }

    /**
     * The id that belongs to a public key.
     *
     * @param ed25519 the 32-byte public key
     */
    public static DeviceId ofPublicKey(byte[] ed25519) {
        if (ed25519.length != 32) {
            throw new IllegalArgumentException("An Ed25519 public key has 32 bytes, not " + ed25519.length);
        }
        try {
            return new DeviceId(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(ed25519)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** The 32 bytes of the hash. A fresh array. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** The first 16 bytes in UUID form (RFC 9562, version 8). For display and lookup among known devices, never for authentication. */
    public UUID uuid() {
        ByteBuffer b = ByteBuffer.wrap(bytes());
        long high = (b.getLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x8000L;
        long low = (b.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** The first eight digits in two groups, for a screen. */
    public String display() {
        return hex.substring(0, 4) + "-" + hex.substring(4, 8);
    }

    @Override
    public String toString() {
        return display();
    }
}
