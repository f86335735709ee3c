package dev.ferry.core.transfer.internal.manifest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.OptionalLong;

/**
 * Names the entries of a manifest independently of their order and of the transfer: the same path, length and time have the same key in every manifest. That is how what
 * is left of an earlier transfer finds its way into a later one; that the content is the same is shown by digests and never by the key.
 */
public final class EntryKeys {
    private static final byte[] LABEL = "ferry-entry-v1".getBytes(StandardCharsets.US_ASCII);
    /** Set in every key, so that they all have the same length as a name. */
    private static final long TOP = 1L << 63;

    private final Manifest manifest;
    /** Eight bytes for each entry are what it costs; the order is made again where it is asked for. */
    private final long[] sorted;

    private EntryKeys(Manifest manifest, long[] sorted) {
        this.manifest = manifest;
        this.sorted = sorted;
    }

    public static EntryKeys of(Manifest manifest) {
        MessageDigest sha256 = sha256();
        long[] keys = new long[manifest.count()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = key(sha256, manifest.entry(i));
        }
        Arrays.sort(keys);
        return new EntryKeys(manifest, keys);
    }

    private static long key(MessageDigest sha256, ManifestEntry entry) {
        sha256.update(LABEL);
        sha256.update(ByteBuffer.allocate(21).put((byte) (entry.folder() ? 1 : 0)).putLong(entry.size()).putLong(entry.mtimeSeconds()).putInt(entry.mtimeNanos()).flip());
        return ByteBuffer.wrap(sha256.digest(entry.path().getBytes(StandardCharsets.UTF_8))).getLong() | TOP;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }

    /** Empty where two entries have the same: a person may send two files of one name, length and time. */
    public OptionalLong of(int index) {
        long key = key(sha256(), manifest.entry(index));
        int at = Arrays.binarySearch(sorted, key);
        boolean twice = at > 0 && sorted[at - 1] == sorted[at] || at + 1 < sorted.length && sorted[at + 1] == sorted[at];
        return twice ? OptionalLong.empty() : OptionalLong.of(key);
    }

    /** Whether an entry has this key. */
    public boolean contains(long key) {
        return Arrays.binarySearch(sorted, key) >= 0;
    }
}
