package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.share.EntryFaults;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.OfferView;
import dev.ferry.model.PeerText;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.stream.IntStream;

/** What a person is shown of an offer. */
final class OfferViews {
    private static final int MAX_ITEMS = 1000;
    private static final int MAX_EXTENSION = 64;

    private OfferViews() { }

    static OfferView of(UUID id, Visitor visitor, DeviceRelationship from, Offered offered, Manifest manifest, OptionalLong freeBytes, Instant expires) {
        List<OfferView.Item> items = IntStream.range(0, Math.min(MAX_ITEMS, manifest.count())).mapToObj(i -> item(i, manifest.entry(i))).toList();
        return new OfferView(id, from, offered.label(), visitor.words(), offered.message(), manifest.count(), manifest.totalBytes(), items, freeBytes,
                expires, offered.kind() == ShareKind.MOVE, visitor.warnings());
    }

    private static OfferView.Item item(int index, ManifestEntry entry) {
        return new OfferView.Item(index, PeerText.escape(entry.path(), EntryFaults.MAX_PATH), entry.folder() ? "" : extension(entry.path()), entry.folder(), entry.size());
    }

    /** What systems act on: after the last dot of the last component, in the order of the bytes and not of the screen. */
    static String extension(String path) {
        String name = path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
        int dot = name.lastIndexOf('.');
        return dot <= 0 ? "" : PeerText.escape(name.substring(dot + 1), MAX_EXTENSION);
    }
}
