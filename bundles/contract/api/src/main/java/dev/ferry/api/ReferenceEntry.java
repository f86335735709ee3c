package dev.ferry.api;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A file or folder that a reference leads to.
 *
 * @param path     from the top of the reference, with {@code /} between names, escaped; in this form it names the entry to {@link ReferenceService}
 * @param folder   whether it is a folder
 * @param bytes    its length
 * @param modified when it was changed last, where that is told
 */
public record ReferenceEntry(String path, boolean folder, long bytes, Optional<Instant> modified) {
    public ReferenceEntry {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(modified, "modified");
    }
}
