package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.Lease;
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
    /** In the place of a trust level: one with a lease follows. */
    private static final int LEASED = 3;

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
                writeTrust(out, entry.pair());
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

    private static void writeTrust(DataOutputStream out, Pair pair) throws IOException {
        if (pair.lease().isPresent()) {
            Lease lease = pair.lease().get();
            out.writeByte(LEASED);
            out.writeByte(pair.trust().ordinal());
            out.writeByte(lease.afterwards().ordinal());
            out.writeLong(lease.given().toEpochMilli());
            out.writeLong(lease.until().toEpochMilli());
        } else {
            out.writeByte(pair.trust().ordinal());
        }
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
                Pair pair = readPair(in, key);
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

    private static Pair readPair(DataInputStream in, byte[] key) throws IOException {
        String name = in.readUTF();
        int trust = in.readUnsignedByte();
        Optional<Lease> lease = Optional.empty();
        if (trust == LEASED) {
            trust = in.readUnsignedByte();
            lease = Optional.of(new Lease(level(in.readUnsignedByte()), Instant.ofEpochMilli(in.readLong()), Instant.ofEpochMilli(in.readLong())));
        }
        return new Pair(DeviceId.ofPublicKey(key), key, name, level(trust), Instant.ofEpochMilli(in.readLong()), lease);
    }

    private static TrustLevel level(int written) {
        return TrustLevel.values()[written];
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
