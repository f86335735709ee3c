package dev.ferry.core.resolver.internal.suggest;

import java.util.Optional;

/**
 * What is known of files that are to be shared.
 *
 * @param type      of most of them
 * @param files     how many; of a tree that is larger than what is looked at, fewer than there are
 * @param bytes     all of these together
 * @param sensitive the name of one that looks like a key or like passwords
 */
public record FileFacts(FileType type, long files, long bytes, Optional<String> sensitive) {
    /** Nothing is chosen yet. */
    public static final FileFacts NONE = new FileFacts(FileType.OTHER, 0, 0, Optional.empty());

    private static final long LARGE = 1L << 30;

    boolean large() {
        return bytes >= LARGE;
    }
}
