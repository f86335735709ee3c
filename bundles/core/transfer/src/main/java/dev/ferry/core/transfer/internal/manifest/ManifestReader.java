package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.ManifestPage;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;
import java.security.MessageDigest;

/** Puts the pages of a peer's manifest together and believes none of its numbers. One thread. */
public final class ManifestReader {
    /** Of all pages together: some more than this is what one offer may take on the disk until it is answered. */
    public static final long MAX_BYTES = 256L << 20;
    private static final int MAX_NANOS = 999_999_999;
    /** Some 34,000 years: what a Java instant and every file system of ours can carry. */
    private static final long MAX_SECONDS = 1L << 40;

    private final Metadata metadata;
    private final ManifestDigest digest;
    private final PagedEntries entries;
    private long read;

    public ManifestReader(ShareKind kind, Metadata metadata, byte[] transfer, Scratch scratch) {
        this.entries = new PagedEntries(scratch);
        this.metadata = metadata;
        this.digest = new ManifestDigest(kind, metadata, transfer);
    }

    /** @throws ProtocolException the page is out of order, too large, or an entry is not what its offer announced */
    public void page(ManifestPage page) throws ProtocolException {
        int size = page.getSerializedSize();
        read += size;
        demand(page.getFirst() == entries.size() && page.getEntriesCount() > 0, "A manifest page is out of order");
        demand(page.getEntriesCount() <= ManifestPages.MAX_ENTRIES && size <= ManifestPages.MAX_BYTES, "A manifest page is too large");
        demand(read <= MAX_BYTES && entries.size() + page.getEntriesCount() <= Manifest.MAX_ENTRIES, "The manifest is too large");
        for (Entry entry : page.getEntriesList()) {
            add(entry);
        }
    }

    private void add(Entry entry) throws ProtocolException {
        demand(entry.getType() == EntryType.FILE || entry.getType() == EntryType.FOLDER, "An entry is neither a file nor a folder");
        boolean folder = entry.getType() == EntryType.FOLDER;
        demand(entry.getSize() >= 0 && !(folder && entry.getSize() != 0), "An entry's size is outside its range");
        boolean timeless = entry.getMtimeSeconds() == 0 && entry.getMtimeNanos() == 0;
        demand(metadata != Metadata.MINIMAL || timeless, "An entry has a time that its offer ruled out");
        demand(entry.getMtimeNanos() >= 0 && entry.getMtimeNanos() <= MAX_NANOS && entry.getMtimeSeconds() > -MAX_SECONDS
                && entry.getMtimeSeconds() < MAX_SECONDS, "An entry's time is outside its range");
        demand(metadata == Metadata.FULL || entry.getMode() == 0, "An entry has a mode that its offer ruled out");
        demand((entry.getMode() & ~ManifestEntry.MAX_MODE) == 0, "An entry's mode is outside its range");
        ManifestEntry added = new ManifestEntry(entry.getPath(), folder, entry.getSize(), entry.getMtimeSeconds(), entry.getMtimeNanos(), entry.getMode());
        try {
            digest.add(added);
        } catch (ArithmeticException e) {
            throw new ProtocolException("The sizes add up to more than is possible");
        }
        entries.add(added);
    }

    /** @throws ProtocolException its numbers or its hash are not those of the pages */
    public Manifest end(ManifestEnd end) throws ProtocolException {
        demand(end.getCount() == digest.count() && end.getTotalBytes() == digest.bytes() && end.getSkipped() >= 0, "The manifest's end does not fit its pages");
        byte[] hash = digest.end(end.getSkipped());
        demand(MessageDigest.isEqual(hash, end.getHash().toByteArray()), "The manifest's hash does not fit its pages");
        return new Manifest(entries, digest.bytes(), end.getSkipped(), hash);
    }

    private static void demand(boolean holds, String otherwise) throws ProtocolException {
        if (!holds) {
            throw new ProtocolException(otherwise);
        }
    }
}
