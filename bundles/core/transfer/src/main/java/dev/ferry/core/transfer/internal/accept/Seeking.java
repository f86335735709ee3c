package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.transfer.internal.delta.Effort;
import dev.ferry.core.transfer.internal.delta.RollingSearch;
import dev.ferry.core.transfer.internal.delta.SumIndex;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.StandingFile;
import java.nio.ByteBuffer;
import java.util.BitSet;

/** Looks for blocks that are not in their place in an older version, and puts what it finds into the part. */
final class Seeking {
    /** A few blocks that are not in their place, between others that are, were overwritten rather than moved: pieces of them are looked for, and not the blocks. */
    private static final int FEW = 8;

    private final Shape shape;
    private final BlockReader reader;
    private final BitSet absent;
    private final Origins origins;
    private final Effort effort;
    private final PartFile part;

    /** @param absent what is looked for; found blocks are taken out */
    Seeking(BlockReader reader, BitSet absent, Origins origins, Effort effort, PartFile part) {
        this.shape = reader.shape();
        this.reader = reader;
        this.absent = absent;
        this.origins = origins;
        this.effort = effort;
        this.part = part;
    }

    void in(StandingFile old) throws DiskException {
        int last = shape.blocks() - 1;
        BitSet whole = (BitSet) absent.clone();
        whole.clear(shape.size(last) < shape.blockBytes() ? last : last + 1, last + 1);
        repeated(whole);
        whole.and(absent);
        between(old, whole);
        // Nothing rolls for a short block.
        if (absent.get(last) && (isAt(old, last, origins.after(last)) || isAt(old, last, old.length() - shape.size(last)))) {
            absent.clear(last);
        }
    }

    /** A file may have the same block more than once, of zeros for example. */
    private void repeated(BitSet wanted) throws DiskException {
        SumIndex index = reader.sums().index(wanted);
        for (int block = absent.nextClearBit(0); block < shape.blocks(); block = absent.nextClearBit(block + 1)) {
            int hash = reader.sums().hash(block);
            for (int entry = index.first(hash); entry >= 0 && index.has(entry, hash) && effort.spend(RollingSearch.CANDIDATE); entry++) {
                int other = index.block(entry);
                if (reader.sums().isEqual(block, other) && absent.get(other) && reader.isThere(part::read, shape.start(block), other)) {
                    part.write(reader.scratch(), shape.start(other));
                    absent.clear(other);
                }
            }
        }
    }

    /** Between the blocks that were found there are those that were not, if they are anywhere. */
    private void between(StandingFile old, BitSet wanted) throws DiskException {
        RollingSearch search = new RollingSearch(old::read, shape.blockBytes(), reader.sums().index(wanted), reader.sha256(), effort, this::found);
        for (int first = wanted.nextSetBit(0); first >= 0; ) {
            int end = wanted.nextClearBit(first);
            Origins.Gap gap = origins.gap(first, end);
            if (end - first >= FEW || gap.length() != shape.start(end) - shape.start(first)) {
                search.search(gap.from(), gap.to());
            }
            first = wanted.nextSetBit(end);
        }
    }

    private void found(int block, ByteBuffer content, long place) throws DiskException {
        if (absent.get(block)) {
            part.write(content, shape.start(block));
            absent.clear(block);
            origins.found(block, place);
        }
    }

    private boolean isAt(StandingFile old, int block, long place) throws DiskException {
        if (place < 0 || !reader.isThere(old::read, place, block)) {
            return false;
        }
        part.write(reader.scratch(), shape.start(block));
        origins.found(block, place);
        return true;
    }
}
