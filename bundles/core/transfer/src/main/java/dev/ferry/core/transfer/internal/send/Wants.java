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

    private final Manifest manifest;
    private final BitSet accepted;
    private final int blockBytes;
    private final Deque<Run> waiting = new ArrayDeque<>();
    /** Parts of files that were compared. They go first: while they are missing, the receiver holds what was said of the file. */
    private final Deque<Run> compared = new ArrayDeque<>();
    private final BitSet comparing = new BitSet();

    Wants(Manifest manifest, BitSet accepted, int blockBytes) {
        this.manifest = manifest;
        this.accepted = accepted;
        this.blockBytes = blockBytes;
    }

    void add(Want want) throws ProtocolException {
        long count = want.getCount();
        long first = want.getFirst();
        demand(waiting.size() + compared.size() + 1 + want.getPartsCount() <= manifest.count() + MORE_THAN_ENTRIES, "More is wanted at once than is possible");
        demand(first >= 0 && count >= 0 && first <= manifest.count() - count, "Entries are wanted that were not offered");
        demand(count == 0 || accepted.get((int) first) && accepted.get((int) (first + count - 1)), "Entries are wanted that were not accepted");
        if (count > 0) {
            waiting.add(new Run((int) first, (int) (first + count), 0, -1, want.getCompare() ? Kind.DIGESTS : Kind.CONTENT));
            comparing.set((int) first, (int) (first + count), want.getCompare());
        }
        for (Part part : want.getPartsList()) {
            demand(part.getFile() >= 0 && part.getFile() < manifest.count() && accepted.get((int) part.getFile()), "A part is wanted of what was not accepted");
            ManifestEntry entry = manifest.entry((int) part.getFile());
            boolean inside = part.getOffset() >= 0 && part.getLength() > 0 && part.getOffset() <= entry.size() - part.getLength();
            boolean isCompared = comparing.get((int) part.getFile());
            Kind kind = !isCompared ? Kind.CONTENT : want.getPieces() ? Kind.PIECES : Kind.COMPARED;
            demand(isCompared || !want.getPieces(), "Pieces are wanted of a file that is not compared");
            int block = unit(kind, entry.size());
            demand(!entry.folder() && inside && part.getOffset() % block == 0 && endsABlock(entry, part, block), "A part is wanted that is none of the file's blocks");
            (isCompared ? compared : waiting).add(new Run((int) part.getFile(), (int) part.getFile() + 1, part.getOffset(), part.getLength(), kind));
        }
    }

    private int unit(Kind kind, long length) {
        return switch (kind) {
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
        return waiting.isEmpty() && compared.isEmpty();
    }

    /** The next piece; null where nothing waits. Folders have no bytes and are passed over. */
    Piece next() {
        while (!isEmpty()) {
            Deque<Run> from = compared.isEmpty() ? waiting : compared;
            Run run = from.peek();
            int file = run.next++;
            if (run.next == run.end) {
                from.poll();
            }
            ManifestEntry entry = manifest.entry(file);
            if (!entry.folder() && accepted.get(file)) {
                return run.length < 0 ? new Piece(file, 0, entry.size(), run.kind) : new Piece(file, run.offset, run.length, run.kind);
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

        Run(int first, int end, long offset, long length, Kind kind) {
            this.next = first;
            this.end = end;
            this.offset = offset;
            this.length = length;
            this.kind = kind;
        }
    }
}
