package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.TrustLevel;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The trust store as bytes: {@code "FERRYTRUST1\n"}, number of pairs, pairs, number of blocked devices, blocked devices, SHA-256 of all before. Equal stores have equal bytes.
 */
record TrustData(Map<DeviceId, Entry> pairs, Map<DeviceId, Blocked> blocked) {
    private static final byte[] MAGIC = "FERRYTRUST1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int DIGEST = 32;
    private static final int MOST = 100_000;

    /** A pair and its K_pair. */
    record Entry(Pair pair, byte[] secret) { }

    static TrustData empty() {
        return new TrustData(sorted(), sorted());
    }

    static <V> TreeMap<DeviceId, V> sorted() {
        return new TreeMap<>(Comparator.comparing(DeviceId::hex));
    }

    byte[] encode() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.write(MAGIC);
            out.writeInt(pairs.size());
            for (Entry entry : pairs.values()) {
                out.write(entry.pair().publicKey());
                out.write(entry.secret());
                out.writeUTF(entry.pair().name());
                out.writeByte(entry.pair().trust().ordinal());
                out.writeLong(entry.pair().since().toEpochMilli());
            }
            out.writeInt(blocked.size());
            for (Blocked entry : blocked.values()) {
                out.write(entry.id().bytes());
                out.writeUTF(entry.reason());
                out.writeLong(entry.blockedAt().toEpochMilli());
            }
            out.write(digest(bytes.toByteArray()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** @return empty where the bytes are not a whole, unchanged store */
    static Optional<TrustData> decode(byte[] bytes) {
        int body = bytes.length - DIGEST;
        if (body < MAGIC.length || !Arrays.equals(MAGIC, Arrays.copyOf(bytes, MAGIC.length))
                || !MessageDigest.isEqual(digest(Arrays.copyOf(bytes, body)), Arrays.copyOfRange(bytes, body, bytes.length))) {
            return Optional.empty();
        }
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes, MAGIC.length, body - MAGIC.length))) {
            TrustData data = empty();
            for (int n = count(in); n > 0; n--) {
                byte[] key = in.readNBytes(32);
                byte[] secret = in.readNBytes(PairKeys.SECRET_LENGTH);
                Pair pair = new Pair(DeviceId.ofPublicKey(key), key, in.readUTF(), TrustLevel.values()[in.readUnsignedByte()], Instant.ofEpochMilli(in.readLong()));
                data.pairs.put(pair.id(), new Entry(pair, secret));
            }
            for (int n = count(in); n > 0; n--) {
                DeviceId id = new DeviceId(HexFormat.of().formatHex(in.readNBytes(32)));
                data.blocked.put(id, new Blocked(id, in.readUTF(), Instant.ofEpochMilli(in.readLong())));
            }
            return in.read() < 0 ? Optional.of(data) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // The digest was right, so another version wrote it: as unusable as a damaged one.
            return Optional.empty();
        }
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > MOST) {
            throw new IOException("count " + count);
        }
        return count;
    }

    private static byte[] digest(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    TrustData copy() {
        TrustData copy = empty();
        copy.pairs.putAll(pairs);
        copy.blocked.putAll(blocked);
        return copy;
    }
}
