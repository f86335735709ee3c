package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.Scratch;

/** Collects what the sender's walk finds; keeps from the entries what the metadata level keeps from the peer. One thread. */
public final class ManifestBuilder {
    /** Of an entry on the wire: what is not its path. */
    private static final int MOST_BESIDE_PATH = 48;
    /** Room for one more. */
    private static final int MOST_PATH = ManifestPages.MAX_BYTES;

    private final Metadata metadata;
    private final ManifestDigest digest;
    private final PagedEntries entries;

    public ManifestBuilder(ShareKind kind, Metadata metadata, byte[] transfer, Scratch scratch) {
        this.entries = new PagedEntries(scratch);
        this.metadata = metadata;
        this.digest = new ManifestDigest(kind, metadata, transfer);
    }

    /** @throws ArithmeticException the sum of the sizes does not fit 63 bits */
    public void add(ManifestEntry found) {
        boolean times = metadata != Metadata.MINIMAL;
        boolean modes = metadata == Metadata.FULL;
        ManifestEntry told = new ManifestEntry(found.path(), found.folder(), found.folder() ? 0 : found.size(), times ? found.mtimeSeconds() : 0,
                times ? found.mtimeNanos() : 0, modes ? found.mode() & ManifestEntry.MAX_MODE : 0);
        digest.add(told);
        entries.add(told);
    }

    public int count() {
        return entries.size();
    }

    /** Whether a receiver takes no more entries of one transfer. */
    public boolean isFull() {
        return entries.size() == Manifest.MAX_ENTRIES || digest.pathBytes() + (long) entries.size() * MOST_BESIDE_PATH > ManifestReader.MAX_BYTES - MOST_PATH;
    }

    public Manifest build(long skipped) {
        return new Manifest(entries, digest.bytes(), skipped, digest.end(skipped));
    }
}
