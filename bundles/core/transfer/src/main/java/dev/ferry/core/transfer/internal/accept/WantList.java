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
    /** A gap this short costs as much in a message as a run. */
    private static final int RUN = 3;

    private final Manifest manifest;
    private final BitSet missing;
    private final Consumer<Want.Builder> sink;
    private Want.Builder parts = Want.newBuilder();

    private WantList(Manifest manifest, BitSet missing, Consumer<Want.Builder> sink) {
        this.manifest = manifest;
        this.missing = missing;
        this.sink = sink;
    }

    /** @param missing files that nothing is here of, folders left out */
    static void send(Manifest manifest, BitSet missing, Optional<Part> begun, Consumer<Want.Builder> sink) {
        WantList list = new WantList(manifest, missing, sink);
        begun.ifPresent(part -> {
            list.parts.addParts(part);
            list.flush();
        });
        list.runs();
        list.flush();
    }

    private void runs() {
        for (int first = missing.nextSetBit(0); first >= 0; ) {
            int end = endOfRun(first);
            if (end - first < RUN && sizes(first, end)) {
                for (int i = first; i < end; i++) {
                    part(i);
                }
            } else {
                flush();
                sink.accept(Want.newBuilder().setFirst(first).setCount(end - first));
            }
            first = missing.nextSetBit(end);
        }
    }

    /** Folders between files do not end a run. */
    private int endOfRun(int first) {
        int end = missing.nextClearBit(first);
        int next = missing.nextSetBit(end);
        while (next >= 0 && onlyFolders(end, next)) {
            end = missing.nextClearBit(next);
            next = missing.nextSetBit(end);
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

    private void flush() {
        if (parts.getPartsCount() > 0) {
            sink.accept(parts);
            parts = Want.newBuilder();
        }
    }
}
