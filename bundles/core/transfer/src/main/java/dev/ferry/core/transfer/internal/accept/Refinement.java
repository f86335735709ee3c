package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.delta.Effort;
import dev.ferry.core.transfer.internal.delta.RollingSearch;
import dev.ferry.core.transfer.internal.delta.SumIndex;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;

/** Blocks that are not here as a whole, of which the sender says what their pieces are. */
final class Refinement {
    /** Beside the length of what is looked for, how far from its neighbours it is looked for. */
    private static final int REACH_BLOCKS = 4;
    private static final int MAX_PARTS = 4096;

    private final Shape shape;
    private final boolean inPart;
    private final List<Run> runs = new ArrayList<>();
    private final BitSet blocks = new BitSet();
    private byte[] sums = new byte[0];
    /** Of each sum, whose it is. */
    private int[] pieces = new int[0];
    private int known;
    private int run;
    /** The piece that is to be told of next. */
    private int next;

    /** Blocks one after another, and where in the older version they may be. */
    private record Run(int first, int end, Origins.Gap gap) { }

    /** @param inPart whether some of the pieces may be in their places */
    Refinement(Shape shape, boolean inPart) {
        this.shape = shape;
        this.inPart = inPart;
    }

    void add(int first, int end, Origins.Gap gap) {
        runs.add(new Run(first, end, gap));
        blocks.set(first, end);
    }

    boolean isEmpty() {
        return runs.isEmpty();
    }

    BitSet blocks() {
        return blocks;
    }

    void ask(Consumer<Want.Builder> sink) {
        Want.Builder want = Want.newBuilder().setPieces(true);
        for (Run asked : runs) {
            long from = shape.start(asked.first());
            want.addParts(Part.newBuilder().setFile(shape.file()).setOffset(from).setLength(end(asked) - from));
            if (want.getPartsCount() == MAX_PARTS) {
                sink.accept(want);
                want = Want.newBuilder().setPieces(true);
            }
        }
        if (want.getPartsCount() > 0) {
            sink.accept(want);
        }
        int count = runs.stream().mapToInt(asked -> shape.pieceAfter(end(asked)) - shape.firstPiece(asked.first())).sum();
        next = shape.firstPiece(runs.get(0).first());
        sums = new byte[count * CompareBlocks.PIECE_SUM_BYTES];
        pieces = new int[count];
    }

    private long end(Run asked) {
        return shape.start(asked.end() - 1) + shape.size(asked.end() - 1);
    }

    int memory() {
        return sums.length + pieces.length * Integer.BYTES;
    }

    boolean isKnown() {
        return run == runs.size();
    }

    /** @throws ProtocolException they are not the next ones */
    void add(Pieces message) throws ProtocolException {
        int count = message.getSums().size() / CompareBlocks.PIECE_SUM_BYTES;
        int left = shape.pieceAfter(end(runs.get(run))) - next;
        boolean fits = message.getOffset() == shape.pieceStart(next) && message.getSums().size() % CompareBlocks.PIECE_SUM_BYTES == 0 && count > 0 && count <= left
                && count <= CompareBlocks.MAX_PIECE_SUMS;
        if (!fits) {
            throw new ProtocolException("Pieces come that are not the next");
        }
        message.getSums().copyTo(sums, known * CompareBlocks.PIECE_SUM_BYTES);
        for (int i = 0; i < count; i++) {
            pieces[known++] = next++;
        }
        if (count == left && ++run < runs.size()) {
            next = shape.firstPiece(runs.get(run).first());
        }
    }

    /** What becomes of a piece. */
    interface Sink {
        boolean isMissing(int piece);

        void isThere(int piece);

        void found(int piece, ByteBuffer content) throws DiskException;
    }

    /** Looks for them between the neighbours of their blocks in the older version. */
    void seek(RollingSearch.Reading old, MessageDigest sha256, Effort effort, Sink sink) throws DiskException {
        BitSet wanted = new BitSet();
        for (int i = 0; i < known; i++) {
            wanted.set(i, shape.pieceSize(pieces[i]) == shape.pieceBytes() && sink.isMissing(pieces[i]));
        }
        RollingSearch search = new RollingSearch(old, shape.pieceBytes(), new SumIndex(sums, CompareBlocks.PIECE_SUM_BYTES, wanted), sha256, effort, (i, content, place) -> {
            if (sink.isMissing(pieces[i])) {
                sink.found(pieces[i], content);
            }
        });
        for (Run asked : runs) {
            Origins.Gap gap = asked.gap();
            long reach = end(asked) - shape.start(asked.first()) + (long) REACH_BLOCKS * shape.blockBytes();
            if (gap.length() <= 2 * reach) {
                search.search(gap.from(), gap.to());
            } else {
                search.search(gap.from(), gap.from() + reach);
                search.search(gap.to() - reach, gap.to());
            }
        }
    }

    /** Which of them are, in their places, what they should be. */
    void compare(RollingSearch.Reading part, MessageDigest sha256, Sink sink) throws DiskException {
        if (!inPart) {
            return;
        }
        SumIndex index = new SumIndex(sums, CompareBlocks.PIECE_SUM_BYTES, new BitSet());
        for (int i = 0; i < known; i++) {
            ByteBuffer content = ByteBuffer.allocate(shape.pieceSize(pieces[i]));
            for (int read = 0; read >= 0 && content.hasRemaining(); ) {
                read = part.read(content, shape.pieceStart(pieces[i]) + content.position());
            }
            sha256.update(content.flip());
            if (content.limit() == shape.pieceSize(pieces[i]) && index.isDigest(i, sha256.digest())) {
                sink.isThere(pieces[i]);
            }
        }
    }
}
