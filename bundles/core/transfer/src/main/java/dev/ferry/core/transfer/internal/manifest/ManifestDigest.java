package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The hash that consent is bound to (PROTOCOL.md, "Manifest"). SHA-256 over, big-endian:
 * <pre>
 * "ferry-manifest-v1" ‖ u8 share kind ‖ u8 metadata ‖ transfer id, 16 bytes
 * for each entry:  u8 type ‖ u32 length of path ‖ path, UTF-8 ‖ u64 size ‖ i64 mtime seconds ‖ u32 mtime nanoseconds ‖ u32 mode
 * at the end:      u8 255 ‖ u64 count ‖ u64 total bytes ‖ u64 skipped
 * </pre>
 * So an acceptance fits one transfer, one list in one order, and nothing that was added after a person looked at it.
 */
public final class ManifestDigest {
    private static final int FIXED = 1 + 4 + 8 + 8 + 4 + 4;
    private static final byte END = (byte) 255;

    private final MessageDigest sha256;
    private ByteBuffer scratch = ByteBuffer.allocate(1024);
    private long count;
    private long bytes;
    private long pathBytes;

    public ManifestDigest(ShareKind kind, Metadata metadata, byte[] transfer) {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
        sha256.update("ferry-manifest-v1".getBytes(StandardCharsets.US_ASCII));
        sha256.update((byte) kind.getNumber());
        sha256.update((byte) metadata.getNumber());
        sha256.update(transfer);
    }

    /** @throws ArithmeticException the sum of the sizes does not fit 63 bits */
    public void add(ManifestEntry entry) {
        byte[] path = entry.path().getBytes(StandardCharsets.UTF_8);
        if (scratch.capacity() < FIXED + path.length) {
            scratch = ByteBuffer.allocate(FIXED + path.length);
        }
        scratch.clear();
        scratch.put((byte) (entry.folder() ? 1 : 0)).putInt(path.length).put(path).putLong(entry.size()).putLong(entry.mtimeSeconds())
                .putInt(entry.mtimeNanos()).putInt(entry.mode());
        sha256.update(scratch.array(), 0, scratch.position());
        count++;
        pathBytes += path.length;
        bytes = Math.addExact(bytes, entry.size());
    }

    public long count() {
        return count;
    }

    public long bytes() {
        return bytes;
    }

    /** Of all paths, in UTF-8. */
    public long pathBytes() {
        return pathBytes;
    }

    /** Ends the digest. */
    public byte[] end(long skipped) {
        sha256.update(ByteBuffer.allocate(25).put(END).putLong(count).putLong(bytes).putLong(skipped).flip());
        return sha256.digest();
    }
}
