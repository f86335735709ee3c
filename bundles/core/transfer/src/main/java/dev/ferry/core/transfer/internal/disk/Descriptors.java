package dev.ferry.core.transfer.internal.disk;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Paths that mean an open directory itself: {@code /proc/self/fd/N}. The JDK can neither make a directory through a handle nor, before version 21, set a
 * time exactly through one; through such a path both work, and no swapped link can lead elsewhere. The JDK does not tell the number either, so it is looked for.
 */
public final class Descriptors {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");

    private Descriptors() {
    }

    /**
     * Paths through every descriptor that this process holds on that file at this moment; empty without {@code /proc}. A descriptor that is not the caller's
     * own may be closed and reused at any time: the caller checks through its handle that what it did arrived.
     */
    public static List<Path> of(FileIdentity identity) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path descriptor : open) {
                if (isOn(descriptor, identity)) {
                    found.add(descriptor);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    private static boolean isOn(Path descriptor, FileIdentity identity) {
        try {
            return identity.key().equals(Files.readAttributes(descriptor, BasicFileAttributes.class).fileKey());
        } catch (IOException e) {
            return false;
        }
    }
}
