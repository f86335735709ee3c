package dev.ferry.core.transfer.internal.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;

/**
 * Folders of this device's own, into which nothing is received: what lands there is obeyed or run. Known by what they are and not by their names, so neither a link
 * nor a mount nor another spelling leads past it. Looked at anew each time: one may be made only later. Safe for use by several threads.
 */
public final class OwnFolders {
    public static final OwnFolders NONE = new OwnFolders(List.of());

    private final List<Path> folders;

    /** @param folders absolute; one that does not exist is none */
    public OwnFolders(List<Path> folders) {
        this.folders = List.copyOf(folders);
    }

    /** Whether this directory is one of them. */
    public boolean has(FileIdentity directory) {
        return folders.stream().anyMatch(folder -> identity(folder).filter(directory::equals).isPresent());
    }

    /** Whether this place is, or lies in, one of them; of a place that does not exist yet, where it would be made. Links on the way are followed. */
    public boolean hold(Path place) throws IOException {
        Path there = place.toAbsolutePath();
        if (!Files.exists(there)) {
            // As Files.createDirectories takes it, to which a/../b is b even where there is no a.
            there = there.normalize();
        }
        while (!Files.exists(there)) {
            there = there.getParent();
        }
        for (Path at = there.toRealPath(); at != null; at = at.getParent()) {
            if (identity(at).filter(this::has).isPresent()) {
                return true;
            }
        }
        return false;
    }

    private static Optional<FileIdentity> identity(Path path) {
        try {
            return Optional.of(FileIdentity.of(Files.readAttributes(path, BasicFileAttributes.class)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
