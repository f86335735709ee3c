package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.ManifestEnd;
import dev.ferry.core.protocol.wire.ManifestPage;
import com.google.protobuf.ByteString;

/** Cuts a manifest into pages for the wire. */
public final class ManifestPages {
    public static final int MAX_ENTRIES = 4096;
    public static final int MAX_BYTES = 256 * 1024;
    /** Tag and length before each entry of a page. */
    private static final int ENTRY_OVERHEAD = 5;
    /** Stream, first, and then some. */
    private static final int PAGE_OVERHEAD = 32;

    private ManifestPages() { }

    /** Where a message goes. */
    @FunctionalInterface
    public interface Sink {
        void send(Control control);
    }

    /** Sends all pages and the end. */
    public static void send(Manifest manifest, int stream, Sink sink) {
        ManifestPage.Builder page = page(stream, 0);
        int bytes = PAGE_OVERHEAD;
        for (int i = 0; i < manifest.count(); i++) {
            Entry entry = manifest.entry(i).toWire();
            int size = entry.getSerializedSize() + ENTRY_OVERHEAD;
            if (page.getEntriesCount() == MAX_ENTRIES || bytes + size > MAX_BYTES) {
                sink.send(Control.newBuilder().setManifestPage(page).build());
                page = page(stream, i);
                bytes = PAGE_OVERHEAD;
            }
            page.addEntries(entry);
            bytes += size;
        }
        if (page.getEntriesCount() > 0) {
            sink.send(Control.newBuilder().setManifestPage(page).build());
        }
        sink.send(Control.newBuilder().setManifestEnd(ManifestEnd.newBuilder().setStream(stream).setCount(manifest.count())
                .setTotalBytes(manifest.totalBytes()).setSkipped(manifest.skipped()).setHash(ByteString.copyFrom(manifest.hash()))).build());
    }

    private static ManifestPage.Builder page(int stream, int first) {
        return ManifestPage.newBuilder().setStream(stream).setFirst(first);
    }
}
