package dev.ferry.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What to share with whom.
 *
 * @param files   files and folders; a folder given as {@code name/} contributes its contents without its own name
 * @param target  with whom
 * @param message shown at consent, at most 4,096 bytes of UTF-8
 * @param options how
 */
public record ShareRequest(List<Item> files, ShareTarget target, Optional<String> message, ShareOptions options) {
    /**
     * One file or folder.
     *
     * @param path         absolute
     * @param contentsOnly for a folder: send what is in it, not the folder itself
     */
    public record Item(Path path, boolean contentsOnly) {
        public Item {
            if (!path.isAbsolute()) {
                throw new IllegalArgumentException("A path to share is absolute");
            }
        }
    }

    public ShareRequest {
        files = List.copyOf(files);
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(options, "options");
    }
}
