package dev.ferry.core.transfer.internal.source;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Names of a directory's entries as text, where they are text. */
final class SourceNames {
    private SourceNames() {
    }

    /** Empty: the bytes are not UTF-8, so another machine could not be told the name. */
    static Optional<String> text(Path entry) {
        Path name = entry.getFileName();
        String text = name.toString();
        if (text.indexOf('\ufffd') < 0 && text.chars().allMatch(c -> c < 0x80)) {
            return Optional.of(text);
        }
        try {
            return Path.of(text).equals(name) ? Optional.of(text) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /** For showing: bytes that are not text stay as {@code %FF}. */
    static String shown(Path entry) {
        String uri = entry.getFileName().toUri().getRawPath();
        int end = uri.endsWith("/") ? uri.length() - 1 : uri.length();
        return uri.substring(uri.lastIndexOf('/', end - 1) + 1, end);
    }
}
