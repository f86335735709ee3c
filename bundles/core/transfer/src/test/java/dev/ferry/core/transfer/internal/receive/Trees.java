package dev.ferry.core.transfer.internal.receive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Real folders to test in, and what is in them. */
public final class Trees {
    private static final Path MEMORY = Path.of("/dev/shm");

    private Trees() {
    }

    /** The file systems to test on: the one of the temporary directory, and memory where there is one. */
    public static Stream<Path> fileSystems() {
        return Stream.of(Path.of(System.getProperty("java.io.tmpdir")), MEMORY).filter(Files::isWritable);
    }

    /** For what needs many tries: memory where there is one. */
    public static Path fastest() {
        return fileSystems().reduce((first, last) -> last).orElseThrow();
    }

    /** Relative path to content ({@code dir}, {@code link} or the bytes as text) of everything below. */
    public static SortedMap<String, String> contents(Path folder) {
        SortedMap<String, String> found = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(folder)) {
            walk.filter(path -> !path.equals(folder)).forEach(path -> found.put(folder.relativize(path).toString(), content(path)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String content(Path path) {
        if (Files.isSymbolicLink(path)) {
            return "link";
        }
        if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            return "dir";
        }
        try {
            return Files.readString(path, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
