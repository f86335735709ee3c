package dev.ferry.core.transfer.internal.check;

/**
 * In what blocks a file is compared with what the receiver has, and in what pieces a block that is not there as a whole (PROTOCOL.md, "Comparing"). Blocks grow with the square
 * root of the length: there are few enough to be told for every file, 4,096 of them for a gibibyte. Pieces are told only of blocks that are missing, so they may be small, and a
 * small change costs little.
 */
public final class CompareBlocks {
    public static final int DIGEST_BYTES = 32;
    /** A rolling hash and a digest. */
    public static final int SUM_BYTES = RollingHash.BYTES + DIGEST_BYTES;
    /** Of one message. */
    public static final int MAX_SUMS = 256;
    /** A file that needs more is not compared: one terabyte. */
    public static final int MAX_BLOCKS = 262_144;
    /**
     * Of a digest of a piece. So short a one could be met on purpose by whoever has made two versions of a file, and that is safe: what pieces were put together to is a block, and
     * a block counts when the whole of it, read back from the disk, has the 32 bytes that were said of it.
     */
    public static final int PIECE_DIGEST_BYTES = 12;
    public static final int PIECE_SUM_BYTES = RollingHash.BYTES + PIECE_DIGEST_BYTES;
    /** Of one message. */
    public static final int MAX_PIECE_SUMS = 1024;
    private static final int SMALLEST = 4 * 1024;
    private static final int LARGEST = 4 * 1024 * 1024;
    private static final int PIECES_OF_A_BLOCK = 64;

    private CompareBlocks() { }

    /** The smallest power of two from 4 KiB to 4 MiB whose square is at least 64 times the length. */
    public static int size(long length) {
        int size = SMALLEST;
        while (size < LARGEST && (long) size * size / 64 < length) {
            size *= 2;
        }
        return size;
    }

    /** Of the pieces of a file of that length: a 64th of a block, and at least 4 KiB. */
    public static int pieceSize(long length) {
        return Math.max(SMALLEST, size(length) / PIECES_OF_A_BLOCK);
    }

    /** How many blocks a file of that length has. */
    public static long count(long length) {
        return FileRoot.blocks(length, size(length));
    }

    public static boolean isComparable(long length) {
        return count(length) <= MAX_BLOCKS;
    }
}
