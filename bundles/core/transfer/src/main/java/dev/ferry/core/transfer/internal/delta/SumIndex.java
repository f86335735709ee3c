package dev.ferry.core.transfer.internal.delta;

import dev.ferry.core.transfer.internal.check.RollingHash;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Sums of blocks by their rolling hash. A look that finds nothing costs one bit as a rule and a binary search at worst, however the sums were chosen. Built once; any thread
 * reads it.
 */
public final class SumIndex {
    /** Of the filter, for each sum: one look in so many goes on without need. */
    private static final int BITS_OF_A_SUM = 16;
    private static final long UPPER = 0xFFFF_FFFF_0000_0000L;

    private final ByteBuffer sums;
    private final int stride;
    /** Hash in the upper half and number of the block in the lower, ascending. */
    private final long[] sorted;
    private final long[] filter;
    private final int shift;

    /**
     * @param sums   one after another: a rolling hash and a digest, or the beginning of one
     * @param stride how long one is
     * @param wanted which of them are looked for
     */
    public SumIndex(byte[] sums, int stride, BitSet wanted) {
        this.sums = ByteBuffer.wrap(sums);
        this.stride = stride;
        this.sorted = wanted.stream().mapToLong(id -> (long) hash(id) << 32 | id).sorted().toArray();
        int bits = Math.max(6, Integer.SIZE - Integer.numberOfLeadingZeros(sorted.length * BITS_OF_A_SUM));
        this.shift = Integer.SIZE - bits;
        this.filter = new long[1 << bits - 6];
        for (long entry : sorted) {
            int bit = (int) (entry >>> 32) >>> shift;
            filter[bit >>> 6] |= 1L << bit;
        }
    }

    private int hash(int id) {
        return sums.getInt(id * stride);
    }

    /** Where to begin with the blocks that have this rolling hash; −1: none has. */
    public int first(int hash) {
        int bit = hash >>> shift;
        if ((filter[bit >>> 6] & 1L << bit) == 0) {
            return -1;
        }
        int found = Arrays.binarySearch(sorted, (long) hash << 32);
        int at = found < 0 ? -found - 1 : found;
        return has(at, hash) ? at : -1;
    }

    /** Whether there is still one at that place. */
    public boolean has(int at, int hash) {
        return at < sorted.length && (sorted[at] & UPPER) == (long) hash << 32;
    }

    public int block(int at) {
        return (int) sorted[at];
    }

    /** Whether that block has this digest, as far as it is known. */
    public boolean isDigest(int block, byte[] digest) {
        int from = block * stride + RollingHash.BYTES;
        return Arrays.equals(sums.array(), from, (block + 1) * stride, digest, 0, stride - RollingHash.BYTES);
    }
}
