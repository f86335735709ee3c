package dev.ferry.core.transfer.internal.check;

import com.dynatrace.hash4j.hashing.ByteAccess;
import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The check of one block after another, fed in pieces. Reads direct buffers in place, which measured faster than copying to an array. One thread at a time,
 * not necessarily the socket's.
 */
public abstract sealed class BlockCheck {
    /** @param seed keys XXH3-128 for one transfer; SHA-256 has none */
    public static BlockCheck of(CheckAlgorithm algorithm, long seed) {
        return switch (algorithm) {
            case XXH3_128 -> new Xxh3(seed);
            case SHA_256 -> new Sha256();
        };
    }

    /** Adds the remaining bytes; the buffer's position stays. */
    public abstract void update(ByteBuffer bytes);

    /** The check of what was added since the last one; the next block begins. */
    public abstract byte[] finish();

    /** Forgets what was added since the last check. */
    public abstract void reset();

    private static final class Xxh3 extends BlockCheck {
        private static final ByteAccess<ByteBuffer> IN_PLACE = new LittleEndian();

        private final HashStream128 stream;

        Xxh3(long seed) {
            this.stream = Hashing.xxh3_128(seed).hashStream();
        }

        @Override
        public void update(ByteBuffer bytes) {
            if (bytes.hasArray()) {
                stream.putBytes(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
            } else {
                stream.putBytes(bytes.duplicate().order(ByteOrder.LITTLE_ENDIAN), bytes.position(), bytes.remaining(), IN_PLACE);
            }
        }

        /** The canonical form of xxHash: the high half first, big-endian. */
        @Override
        public byte[] finish() {
            HashValue128 value = stream.get();
            stream.reset();
            return ByteBuffer.allocate(16).putLong(value.getMostSignificantBits()).putLong(value.getLeastSignificantBits()).array();
        }

        @Override
        public void reset() {
            stream.reset();
        }
    }

    private static final class Sha256 extends BlockCheck {
        private final MessageDigest digest = sha256();

        @Override
        public void update(ByteBuffer bytes) {
            digest.update(bytes.duplicate());
        }

        @Override
        public byte[] finish() {
            return digest.digest();
        }

        @Override
        public void reset() {
            digest.reset();
        }
    }

    /** Of buffers that are set to little-endian. */
    private static final class LittleEndian implements ByteAccess<ByteBuffer> {
        @Override
        public byte getByte(ByteBuffer data, long index) {
            return data.get((int) index);
        }

        @Override
        public int getInt(ByteBuffer data, long index) {
            return data.getInt((int) index);
        }

        @Override
        public long getLong(ByteBuffer data, long index) {
            return data.getLong((int) index);
        }
    }

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
