package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.ProtocolException;
import java.util.BitSet;
import java.util.Collection;

/**
 * Which entries were accepted. A chosen folder brings everything that the manifest lists right after it and below it; both sides expand the same way, so that a choice
 * stays small on the wire.
 */
public final class Selection {
    /** Of an {@code Accept}: a person ticks no more, and larger trees are chosen by their folders. */
    public static final int MAX_CHOSEN = 100_000;

    private Selection() { }

    /** @param chosen indices; none means all */
    public static BitSet of(Manifest manifest, Collection<Long> chosen) throws ProtocolException {
        BitSet selected = new BitSet(manifest.count());
        if (chosen.isEmpty()) {
            selected.set(0, manifest.count());
            return selected;
        }
        if (chosen.size() > MAX_CHOSEN) {
            throw new ProtocolException("More entries are chosen one by one than is possible");
        }
        for (long index : chosen) {
            if (index < 0 || index >= manifest.count()) {
                throw new ProtocolException("An entry is chosen that was not offered");
            }
            selected.set((int) index);
        }
        expand(manifest, selected);
        return selected;
    }

    private static void expand(Manifest manifest, BitSet selected) {
        String below = null;
        for (int i = 0; i < manifest.count(); i++) {
            ManifestEntry entry = manifest.entry(i);
            if (below != null && entry.path().startsWith(below)) {
                selected.set(i);
            } else {
                below = selected.get(i) && entry.folder() ? entry.path() + '/' : null;
            }
        }
    }

    public static long bytes(Manifest manifest, BitSet selected) {
        return selected.stream().mapToLong(i -> manifest.entry(i).size()).sum();
    }
}
