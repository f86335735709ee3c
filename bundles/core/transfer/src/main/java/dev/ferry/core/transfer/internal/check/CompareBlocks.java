package dev.ferry.core.transfer.internal.check;

/**
 * In what blocks a file is compared with what the receiver has (PROTOCOL.md, "Comparing"). Smaller than those of a transfer, so that a small change costs little; of a large
 * file larger, so that its list of digests stays small: a mebibyte for a gibibyte, at most {@value #MAX_BLOCKS} digests.
 */
public final class CompareBlocks {
    public static final int DIGEST_BYTES = 32;
    /** Of one message. */
    public static final int MAX_DIGESTS = 256;
    /** A file that needs more is not compared: one terabyte. */
    public static final int MAX_BLOCKS = 262_144;
    private static final int SMALLEST = 32 * 1024;
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int USUAL_BLOCKS = 32_768;

    private CompareBlocks() { }

    /** The smallest power of two from 32 KiB to 4 MiB that cuts the file into at most 32,768 blocks. */
    public static int size(long length) {
        int size = SMALLEST;
        while (size < LARGEST && FileRoot.blocks(length, size) > USUAL_BLOCKS) {
            size *= 2;
        }
        return size;
    }

    /** How many blocks a file of that length has. */
    public static long count(long length) {
        return FileRoot.blocks(length, size(length));
    }

    public static boolean isComparable(long length) {
        return count(length) <= MAX_BLOCKS;
    }
}
