package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.transfer.internal.delta.Effort;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.StandingFile;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Puts together the blocks that are not here as a whole: asks what their pieces are, where the older version may have some of them, and then for the content of the pieces that
 * it has not. A block counts when the whole of it, read back, has its digest. One thread at a time.
 */
final class Filling {
    /** Whose pieces are told at once: with 64 of them each, two mebibytes of sums. */
    private static final int MOST_BLOCKS = 2048;

    private final Shape shape;
    private final BlockReader reader;
    private final Tools tools;
    private final BitSet absent;
    /** Pieces that are to come, of blocks that were asked about. */
    private final BitSet missing = new BitSet();
    private final Deque<Refinement> refined = new ArrayDeque<>();
    /** Content that was asked for, in this order. */
    private final Deque<Run> coming = new ArrayDeque<>();
    /** How often a block was asked for again. */
    private final Map<Integer, Integer> tries = new HashMap<>();
    /** The first block that was not asked about; −1: there is none. */
    private int cursor;
    private boolean worthwhile = true;
    private Optional<Damage> corrupt = Optional.empty();

    /**
     * What it works with.
     *
     * @param part    what is filled
     * @param inherited whether anything was in it before
     * @param old     an older version
     * @param origins where blocks of it were found
     */
    record Tools(PartFile part, boolean inherited, Optional<StandingFile> old, Origins origins, Effort effort, Comparisons.Client client) { }

    private static final class Run {
        private final long end;
        private long at;

        Run(long from, long end) {
            this.at = from;
            this.end = end;
        }
    }

    /** @param absent blocks that are not here; kept up to date */
    Filling(BlockReader reader, BitSet absent, Tools tools) {
        this.shape = reader.shape();
        this.reader = reader;
        this.absent = absent;
        this.tools = tools;
        this.cursor = absent.nextSetBit(0);
    }

    void begin() throws DiskException {
        next();
    }

    boolean isComplete() {
        return absent.isEmpty() && coming.isEmpty() && refined.isEmpty();
    }

    /** A block that stayed wrong. */
    Optional<Damage> corrupt() {
        return corrupt;
    }

    int memory() {
        return refined.stream().mapToInt(Refinement::memory).sum();
    }

    private void next() throws DiskException {
        while (cursor >= 0 && refined.isEmpty()) {
            BitSet blocks = new BitSet();
            Refinement refinement = new Refinement(shape, tools.inherited());
            for (int count = 0; cursor >= 0 && count < MOST_BLOCKS; ) {
                int end = Math.min(absent.nextClearBit(cursor), cursor + MOST_BLOCKS - count);
                blocks.set(cursor, end);
                missing.set(shape.firstPiece(cursor), shape.endPiece(end - 1));
                Origins.Gap gap = tools.origins().gap(cursor, end);
                if (tools.old().isPresent() && worthwhile && shape.pieceBytes() < shape.blockBytes() && gap.length() > 0) {
                    refinement.add(cursor, end, gap);
                }
                count += end - cursor;
                cursor = absent.nextSetBit(end);
            }
            if (refinement.isEmpty()) {
                content(blocks);
            } else {
                BitSet rest = (BitSet) blocks.clone();
                rest.andNot(refinement.blocks());
                content(rest);
                ask(refinement);
            }
        }
    }

    private void ask(Refinement refinement) {
        refined.add(refinement);
        refinement.ask(tools.client()::ask);
    }

    /** @throws ProtocolException they are not the next ones that were asked for */
    void pieces(Pieces message) throws ProtocolException, DiskException {
        Refinement refinement = refined.peek();
        demand(refinement != null, "Pieces come that were not asked for");
        refinement.add(message);
        if (refinement.isKnown()) {
            refined.poll();
            refine(refinement);
            content(refinement.blocks());
            next();
        }
    }

    private void refine(Refinement refinement) throws DiskException {
        int before = missing.cardinality();
        Refinement.Sink sink = new Refinement.Sink() {
            @Override
            public boolean isMissing(int piece) {
                return missing.get(piece);
            }

            @Override
            public void isThere(int piece) {
                missing.clear(piece);
            }

            @Override
            public void found(int piece, ByteBuffer content) throws DiskException {
                tools.part().write(content, shape.pieceStart(piece));
                missing.clear(piece);
            }
        };
        refinement.compare(tools.part()::read, reader.sha256(), sink);
        if (tools.old().isPresent()) {
            refinement.seek(tools.old().get()::read, reader.sha256(), tools.effort(), sink);
        }
        // Two different files have nothing in common, and that is found out once.
        worthwhile = missing.cardinality() < before;
    }

    /** Asks for what is missing of these blocks; of some of them that may be nothing. */
    private void content(BitSet blocks) throws DiskException {
        BitSet asked = new BitSet();
        for (int block = blocks.nextSetBit(0); block >= 0; block = blocks.nextSetBit(block + 1)) {
            int end = shape.endPiece(block);
            for (int piece = missing.nextSetBit(shape.firstPiece(block)); piece >= 0 && piece < end; piece = missing.nextSetBit(piece + 1)) {
                asked.set(piece);
            }
            verifyIfWhole(block);
        }
        if (!asked.isEmpty()) {
            WantList.blocks(shape.file(), shape.length(), shape.pieceBytes(), asked, tools.client()::ask);
            expect(asked);
        }
    }

    private void expect(BitSet asked) {
        for (int first = asked.nextSetBit(0); first >= 0; ) {
            int end = asked.nextClearBit(first);
            coming.add(new Run(shape.pieceStart(first), Math.min(shape.length(), shape.pieceStart(end))));
            first = asked.nextSetBit(end);
        }
        asked.andNot(missing);
        // Where very much is missing here and there, a little is asked for that is here: while it comes, its block does not count.
        asked.stream().forEach(piece -> absent.set(shape.blockAt(shape.pieceStart(piece))));
        missing.or(asked);
    }

    /** @throws ProtocolException it is not what comes next */
    void take(Frame.Data data) throws ProtocolException, DiskException {
        Run run = coming.peek();
        int bytes = data.payload().remaining();
        demand(run != null && data.offset() == run.at && bytes > 0 && bytes <= run.end - run.at, "Payload comes of a compared file that is not what is missing next");
        demand(data.check().isEmpty() && data.root().isEmpty(), "A check or root stands where none belongs");
        tools.part().write(data.payload(), data.offset());
        long before = run.at;
        run.at += bytes;
        boolean ends = run.at == run.end;
        missing.clear(shape.pieceAt(before), ends ? shape.pieceAfter(run.at) : shape.pieceAt(run.at));
        if (ends) {
            coming.poll();
        }
        int last = shape.blockAt(run.at - 1);
        for (int block = shape.blockAt(before); block <= last; block++) {
            verifyIfWhole(block);
        }
    }

    private void verifyIfWhole(int block) throws DiskException {
        int piece = missing.nextSetBit(shape.firstPiece(block));
        if (!absent.get(block) || piece >= 0 && piece < shape.endPiece(block)) {
            return;
        }
        if (reader.isThere(tools.part()::read, shape.start(block), block)) {
            absent.clear(block);
        } else if (corrupt.isEmpty()) {
            repair(block);
        }
    }

    /** The sender says once more what its pieces are: those that are wrong, or all where none is, come again. */
    private void repair(int block) throws DiskException {
        int number = tries.merge(block, 1, Integer::sum);
        if (!tools.client().again(number, shape.pieceBytes())) {
            corrupt = Optional.of(new Damage(shape.start(block), shape.size(block)));
            return;
        }
        missing.set(shape.firstPiece(block), shape.endPiece(block));
        BitSet one = new BitSet();
        one.set(block);
        if (number == 1 && shape.pieceBytes() < shape.blockBytes()) {
            Refinement again = new Refinement(shape, true);
            again.add(block, block + 1, new Origins.Gap(0, 0));
            ask(again);
        } else {
            content(one);
        }
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
