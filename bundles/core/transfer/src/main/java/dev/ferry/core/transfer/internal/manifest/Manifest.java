package dev.ferry.core.transfer.internal.manifest;

import java.util.HexFormat;
import java.util.List;

/**
 * What a transfer moves. The index of an entry is its place in the list.
 *
 * @param entries    in the order of the sender's walk, a folder before what is in it
 * @param totalBytes of all files
 * @param skipped    entries that the sender left out
 * @param hash       see {@link ManifestDigest}
 */
public record Manifest(List<ManifestEntry> entries, long totalBytes, long skipped, byte[] hash) {
    /** So many entries are held at once; a longer list is another transfer. The index on the wire has 32 bits. */
    public static final int MAX_ENTRIES = 4_000_000;

    public Manifest {
        hash = hash.clone();
    }

    @Override
    public byte[] hash() {
        return hash.clone();
    }

    public int count() {
        return entries.size();
    }

    public ManifestEntry entry(int index) {
        return entries.get(index);
    }

    /** Names stay out of logs. */
    @Override
    public String toString() {
        return "Manifest[" + entries.size() + " entries, " + totalBytes + " bytes, " + HexFormat.of().formatHex(hash, 0, 4) + "]";
    }
}
