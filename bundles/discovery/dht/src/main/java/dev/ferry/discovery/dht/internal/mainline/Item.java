package dev.ferry.discovery.dht.internal.mainline;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Optional;

/**
 * A mutable item without salt (BEP 44) whose value is a string of bytes. Only items whose signature holds are made.
 *
 * @param seq of two items of one key the higher one is the newer
 */
public record Item(byte[] publicKey, long seq, byte[] value, byte[] signature) {
    /** With its length before it, the value is 1,000 bytes at most. */
    public static final int MAX_VALUE = 996;

    /** A new item. */
    static Item sign(Keys keys, long seq, byte[] value) {
        if (value.length > MAX_VALUE || seq < 0) {
            throw new IllegalArgumentException("A value has at most " + MAX_VALUE + " bytes, and its number is not negative");
        }
        return new Item(keys.publicKey(), seq, value, keys.sign(signed(seq, value)));
    }

    /** The item of this key that a node gave, if it gave one and that key's holder signed it. */
    static Optional<Item> of(byte[] publicKey, Bencode.Table answer) {
        Optional<byte[]> key = answer.bytes("k", Keys.LENGTH).filter(k -> Arrays.equals(k, publicKey));
        Optional<Long> seq = answer.number("seq").filter(number -> number >= 0);
        Optional<byte[]> value = answer.bytes("v").filter(v -> v.length <= MAX_VALUE);
        Optional<byte[]> signature = answer.bytes("sig", Keys.SIGNATURE_LENGTH);
        if (key.isEmpty() || seq.isEmpty() || value.isEmpty() || signature.isEmpty() || !Keys.verify(publicKey, signed(seq.get(), value.get()), signature.get())) {
            return Optional.empty();
        }
        return Optional.of(new Item(publicKey.clone(), seq.get(), value.get(), signature.get()));
    }

    /** Where items of a key are kept. */
    static NodeId target(byte[] publicKey) {
        try {
            return NodeId.of(MessageDigest.getInstance("SHA-1").digest(publicKey));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-1", e);
        }
    }

    private static byte[] signed(long seq, byte[] value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(("3:seqi" + seq + "e1:v").getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(new Bencode.Text(value).encode());
        return out.toByteArray();
    }
}
