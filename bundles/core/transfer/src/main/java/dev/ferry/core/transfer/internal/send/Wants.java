package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.check.CompareBlocks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.send.Piece.Kind;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;

/** What the receiver asked for and has not got, in its order. Only what was offered and accepted can be asked for. Not safe for use by several threads. */
final class Wants {
    /** Nobody needs to ask for more pieces at once than there are entries, but for the parts of those that were compared. */
    private static final int MORE_THAN_ENTRIES = 65_536;
    private static final int SMALLEST_CHUNK = 64 * 1024;

    private final Manifest manifest;
    private final BitSet accepted;
    private final int blockBytes;
    private final Deque<Run> waiting = new ArrayDeque<>();
    /** Parts of files that were compared, or that came wrong. They go first: while they are missing, the receiver holds what was said of the file. */
    private final Deque<Run> first = new ArrayDeque<>();
    private final BitSet comparing = new BitSet();

    Wants(Manifest manifest, BitSet accepted, int blockBytes) {
        this.manifest = manifest;
        this.accepted = accepted;
        this.blockBytes = blockBytes;
    }

    void add(Want want) throws ProtocolException {
        long count = want.getCount();
        long from = want.getFirst();
        demand(waiting.size() + first.size() + 1 + want.getPartsCount() <= manifest.count() + MORE_THAN_ENTRIES, "More is wanted at once than is possible");
        demand(from >= 0 && count >= 0 && from <= manifest.count() - count, "Entries are wanted that were not offered");
        demand(count == 0 || accepted.get((int) from) && accepted.get((int) (from + count - 1)), "Entries are wanted that were not accepted");
        if (count > 0) {
            waiting.add(new Run((int) from, (int) (from + count), 0, -1, want.getCompare() ? Kind.DIGESTS : Kind.CONTENT, 0));
            comparing.set((int) from, (int) (from + count), want.getCompare());
        }
        for (Part part : want.getPartsList()) {
            demand(part.getFile() >= 0 && part.getFile() < manifest.count() && accepted.get((int) part.getFile()), "A part is wanted of what was not accepted");
            ManifestEntry entry = manifest.entry((int) part.getFile());
            boolean inside = part.getOffset() >= 0 && part.getLength() > 0 && part.getOffset() <= entry.size() - part.getLength();
            boolean isCompared = comparing.get((int) part.getFile());
            Kind kind = kind(part, isCompared, want.getPieces());
            int block = unit(kind, entry.size(), part.getChunk());
            demand(!entry.folder() && inside && part.getOffset() % block == 0 && endsABlock(entry, part, block), "A part is wanted that is none of the file's blocks");
            (kind == Kind.CONTENT ? waiting : first).add(new Run((int) part.getFile(), (int) part.getFile() + 1, part.getOffset(), part.getLength(), kind, part.getChunk()));
        }
    }

    private Kind kind(Part part, boolean isCompared, boolean pieces) throws ProtocolException {
        int chunk = part.getChunk();
        demand(isCompared || !pieces, "Pieces are wanted of a file that is not compared");
        demand(chunk == 0 || !isCompared && chunk >= SMALLEST_CHUNK && chunk <= blockBytes && Integer.bitCount(chunk) == 1, "A part is wanted in blocks of no possible size");
        if (isCompared) {
            return pieces ? Kind.PIECES : Kind.COMPARED;
        }
        return chunk == 0 ? Kind.CONTENT : Kind.AGAIN;
    }

    private int unit(Kind kind, long length, int chunk) {
        return switch (kind) {
            case AGAIN -> chunk;
            case PIECES -> CompareBlocks.size(length);
            case COMPARED -> CompareBlocks.pieceSize(length);
            default -> blockBytes;
        };
    }

    private static boolean endsABlock(ManifestEntry entry, Part part, int block) {
        long end = part.getOffset() + part.getLength();
        return end == entry.size() || end % block == 0;
    }

    boolean isEmpty() {
        return waiting.isEmpty() && first.isEmpty();
    }

    /** The next piece; null where nothing waits. Folders have no bytes and are passed over. */
    Piece next() {
        while (!isEmpty()) {
            Deque<Run> from = first.isEmpty() ? waiting : first;
            Run run = from.peek();
            int file = run.next++;
            if (run.next == run.end) {
                from.poll();
            }
            ManifestEntry entry = manifest.entry(file);
            if (!entry.folder() && accepted.get(file)) {
                return run.length < 0 ? new Piece(file, 0, entry.size(), run.kind, 0) : new Piece(file, run.offset, run.length, run.kind, run.chunk);
            }
        }
        return null;
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }

    private static final class Run {
        int next;
        final int end;
        final long offset;
        final long length;
        final Kind kind;
        final int chunk;

        Run(int first, int end, long offset, long length, Kind kind, int chunk) {
            this.chunk = chunk;
            this.next = first;
            this.end = end;
            this.offset = offset;
            this.length = length;
            this.kind = kind;
        }
    }
}
