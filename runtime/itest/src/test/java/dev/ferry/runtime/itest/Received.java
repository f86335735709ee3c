package dev.ferry.runtime.itest;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What stands in a device's inbox. */
final class Received {
    private Received() { }

    /** Where the files of the only device go that has sent any. */
    static Path inbox(Device device) throws IOException {
        try (Stream<Path> folders = Files.list(device.home().resolve("inbox"))) {
            return folders.filter(Files::isDirectory).findFirst().orElseThrow();
        }
    }

    /** Parts, and empty files that hold a name; not what goes while it is looked at. */
    static List<Path> leftOver(Device device) throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(device.home().resolve("inbox"), new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) throws IOException {
                return visitFile(directory, attributes);
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                try {
                    boolean holdsName = Files.getPosixFilePermissions(file).isEmpty();
                    if (file.toString().endsWith(".part") || holdsName) {
                        found.add(file);
                    }
                } catch (NoSuchFileException e) {
                    return visitFileFailed(file, e);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException why) throws IOException {
                if (why instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw why;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException why) throws IOException {
                return why == null ? FileVisitResult.CONTINUE : visitFileFailed(directory, why);
            }
        });
        return found;
    }
}
