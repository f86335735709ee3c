package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.transfer.internal.check.CheckAlgorithm;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.check.FileRoot;
import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.delta.SumIndex;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.BitSet;

/** What the sender said of the blocks of one file so far. */
final class Sums {
    private final Shape shape;
    private byte[] sums = new byte[0];
    private int known;

    Sums(Shape shape) {
        this.shape = shape;
    }

    /** How many blocks it has said. */
    int known() {
        return known;
    }

    boolean isComplete() {
        return known == shape.blocks();
    }

    int memory() {
        return sums.length;
    }

    /**
     * The next ones.
     *
     * @throws ProtocolException they are not, or the root does not fit them
     */
    void add(Digests message) throws ProtocolException {
        int bytes = message.getSums().size();
        int count = bytes / CompareBlocks.SUM_BYTES;
        demand(message.getFirst() == known && bytes % CompareBlocks.SUM_BYTES == 0 && count <= CompareBlocks.MAX_SUMS && count <= shape.blocks() - known,
                "Digests come that are not the file's next");
        demand(count > 0 || shape.blocks() == 0, "Digests come without one");
        boolean last = known + count == shape.blocks();
        demand(last == !message.getRoot().isEmpty(), "A root stands where none belongs, or is missing");
        int end = known * CompareBlocks.SUM_BYTES;
        if (sums.length < end + bytes) {
            sums = Arrays.copyOf(sums, Math.min(shape.blocks() * CompareBlocks.SUM_BYTES, Math.max(end + bytes, 2 * sums.length)));
        }
        message.getSums().copyTo(sums, end);
        known += count;
        demand(!last || MessageDigest.isEqual(root(), message.getRoot().toByteArray()), "The root does not fit the digests");
    }

    private byte[] root() {
        FileRoot root = new FileRoot(CheckAlgorithm.SHA_256, shape.blockBytes(), shape.length());
        for (int i = 0; i < known; i++) {
            root.add(Arrays.copyOfRange(sums, digest(i), digest(i) + CompareBlocks.DIGEST_BYTES));
        }
        return root.finish();
    }

    private static int digest(int block) {
        return block * CompareBlocks.SUM_BYTES + RollingHash.BYTES;
    }

    boolean isDigest(int block, byte[] digest) {
        return Arrays.equals(sums, digest(block), digest(block) + CompareBlocks.DIGEST_BYTES, digest, 0, digest.length);
    }

    boolean isEqual(int block, int other) {
        return Arrays.equals(sums, digest(block), digest(block) + CompareBlocks.DIGEST_BYTES, sums, digest(other), digest(other) + CompareBlocks.DIGEST_BYTES);
    }

    int hash(int block) {
        return ByteBuffer.wrap(sums).getInt(block * CompareBlocks.SUM_BYTES);
    }

    /** When complete. */
    SumIndex index(BitSet wanted) {
        return new SumIndex(sums, CompareBlocks.SUM_BYTES, wanted);
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
