package dev.ferry.core.transfer.internal.check;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The root of one file: {@code SHA-256("ferry-root-v1" ‖ u8 algorithm ‖ u32 block size ‖ u64 length ‖ the checks of all blocks in order)}, big-endian. An empty
 * file has no block.
 */
public final class FileRoot {
    private static final byte[] LABEL = "ferry-root-v1".getBytes(StandardCharsets.US_ASCII);

    private final MessageDigest digest = BlockCheck.sha256();
    private final CheckAlgorithm algorithm;
    private final long blocks;
    private long added;

    /**
     * @param blockBytes size of every block but the last
     * @param length     of the file
     */
    public FileRoot(CheckAlgorithm algorithm, int blockBytes, long length) {
        this.algorithm = algorithm;
        this.blocks = blocks(length, blockBytes);
        digest.update(ByteBuffer.allocate(LABEL.length + 13).put(LABEL).put((byte) algorithm.code()).putInt(blockBytes).putLong(length).flip());
    }

    /** How many blocks a file of that length has. */
    public static long blocks(long length, int blockBytes) {
        return length / blockBytes + (length % blockBytes == 0 ? 0 : 1);
    }

    /** The next block's. */
    public void add(byte[] check) {
        if (added == blocks || check.length != algorithm.bytes()) {
            throw new IllegalStateException("Check " + added + " of " + blocks + " with " + check.length + " bytes");
        }
        digest.update(check);
        added++;
    }

    public boolean isComplete() {
        return added == blocks;
    }

    /** Thirty-two bytes. Once, when complete. */
    public byte[] finish() {
        if (!isComplete()) {
            throw new IllegalStateException("Only " + added + " of " + blocks + " checks are there");
        }
        return digest.digest();
    }
}
