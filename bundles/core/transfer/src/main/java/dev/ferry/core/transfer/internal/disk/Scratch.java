package dev.ferry.core.transfer.internal.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Set;

/**
 * Where goes what is too much for memory and of no use to a later run.
 *
 * @param folder made when it is missing
 */
public record Scratch(Path folder) {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** A new file, readable by its owner alone, whose name is gone when this returns: the system takes its room back when it is closed, forgotten or the process dies. */
    FileChannel open() throws IOException {
        Files.createDirectories(folder);
        return FileChannel.open(folder.resolve("scratch-%016x".formatted(RANDOM.nextLong())),
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
}
