package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;

/** Says in messages what is missing: a file that is partly there first, then runs of whole files in the order of the manifest. */
final class WantList {
    /** Of a message; a few tens of KiB. */
    private static final int MAX_PARTS = 4096;
    /** Of one file; a sender takes some more at once. */
    private static final int MAX_RUNS = 16_384;
    /** A gap this short costs as much in a message as a run. */
    private static final int RUN = 3;

    private final Manifest manifest;
    private final BitSet missing;
    private final BitSet candidates;
    private final Consumer<Want.Builder> sink;
    private Want.Builder parts = Want.newBuilder();

    private WantList(Manifest manifest, BitSet missing, BitSet candidates, Consumer<Want.Builder> sink) {
        this.manifest = manifest;
        this.missing = missing;
        this.candidates = candidates;
        this.sink = sink;
    }

    /**
     * @param missing    files that nothing is here of, folders left out
     * @param candidates files that something may be here of: their digests are asked for
     */
    static void send(Manifest manifest, BitSet missing, BitSet candidates, Optional<Part> begun, Consumer<Want.Builder> sink) {
        WantList list = new WantList(manifest, missing, candidates, sink);
        begun.ifPresent(part -> {
            list.parts.addParts(part);
            list.flush();
        });
        list.runs();
        list.flush();
    }

    private void runs() {
        BitSet asked = (BitSet) missing.clone();
        asked.or(candidates);
        for (int first = asked.nextSetBit(0); first >= 0; ) {
            boolean compare = candidates.get(first);
            int end = endOfRun(compare ? candidates : missing, first);
            if (compare) {
                flush();
                sink.accept(Want.newBuilder().setFirst(first).setCount(end - first).setCompare(true));
            } else if (end - first < RUN && sizes(first, end)) {
                for (int i = first; i < end; i++) {
                    part(i);
                }
            } else {
                flush();
                sink.accept(Want.newBuilder().setFirst(first).setCount(end - first));
            }
            first = asked.nextSetBit(end);
        }
    }

    /** Folders between files do not end a run. */
    private int endOfRun(BitSet of, int first) {
        int end = of.nextClearBit(first);
        int next = of.nextSetBit(end);
        while (next >= 0 && onlyFolders(end, next)) {
            end = of.nextClearBit(next);
            next = of.nextSetBit(end);
        }
        return end;
    }

    private boolean onlyFolders(int from, int to) {
        for (int i = from; i < to; i++) {
            if (!manifest.entry(i).folder()) {
                return false;
            }
        }
        return true;
    }

    /** A part has bytes, so that an empty file is always asked for as a whole one. */
    private boolean sizes(int from, int to) {
        for (int i = from; i < to; i++) {
            if (manifest.entry(i).size() == 0) {
                return false;
            }
        }
        return true;
    }

    private void part(int file) {
        parts.addParts(Part.newBuilder().setFile(file).setLength(manifest.entry(file).size()));
        if (parts.getPartsCount() == MAX_PARTS) {
            flush();
        }
    }

    /** Runs of blocks of a file that was compared. With very many short ones their neighbours are asked for too, and set. */
    static void blocks(int file, long length, int blockBytes, BitSet missing, Consumer<Want.Builder> sink) {
        int gap = 1;
        while (runs(missing) > MAX_RUNS) {
            fillGaps(missing, gap *= 2);
        }
        Want.Builder want = Want.newBuilder();
        for (int first = missing.nextSetBit(0); first >= 0; ) {
            int end = missing.nextClearBit(first);
            long from = (long) first * blockBytes;
            want.addParts(Part.newBuilder().setFile(file).setOffset(from).setLength(Math.min(length, (long) end * blockBytes) - from));
            first = missing.nextSetBit(end);
            if (want.getPartsCount() == MAX_PARTS || first < 0) {
                sink.accept(want);
                want = Want.newBuilder();
            }
        }
    }

    private static int runs(BitSet of) {
        int runs = 0;
        for (int first = of.nextSetBit(0); first >= 0; first = of.nextSetBit(of.nextClearBit(first))) {
            runs++;
        }
        return runs;
    }

    private static void fillGaps(BitSet of, int shorterThan) {
        int end = of.nextClearBit(of.nextSetBit(0));
        for (int next = of.nextSetBit(end); next >= 0; next = of.nextSetBit(end)) {
            if (next - end < shorterThan) {
                of.set(end, next);
            }
            end = of.nextClearBit(next);
        }
    }

    private void flush() {
        if (parts.getPartsCount() > 0) {
            sink.accept(parts);
            parts = Want.newBuilder();
        }
    }
}
