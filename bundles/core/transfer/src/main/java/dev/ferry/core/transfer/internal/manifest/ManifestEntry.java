package dev.ferry.core.transfer.internal.manifest;

import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import java.time.Instant;
import java.util.Optional;

/**
 * One file or folder, as it was said: at the receiver the path is a peer's text and goes through the name rules before anything else.
 *
 * @param path         relative, {@code /} between components
 * @param folder       whether it is a folder
 * @param size         bytes, 0 for a folder
 * @param mtimeSeconds since 1970; 0 with {@code mtimeNanos} 0 where times are kept to oneself
 * @param mtimeNanos   0 to 999,999,999
 * @param mode         permission bits, 0 where they are kept to oneself
 */
public record ManifestEntry(String path, boolean folder, long size, long mtimeSeconds, int mtimeNanos, int mode) {
    public static final int MAX_MODE = 07777;

    /** The time to give it, where one was sent. */
    public Optional<Instant> modified() {
        return mtimeSeconds == 0 && mtimeNanos == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(mtimeSeconds, mtimeNanos));
    }

    Entry toWire() {
        return Entry.newBuilder().setPath(path).setType(folder ? EntryType.FOLDER : EntryType.FILE).setSize(size).setMtimeSeconds(mtimeSeconds)
                .setMtimeNanos(mtimeNanos).setMode(mode).build();
    }
}
