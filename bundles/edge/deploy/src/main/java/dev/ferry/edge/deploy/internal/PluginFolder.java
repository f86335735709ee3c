package dev.ferry.edge.deploy.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The folder into which a person puts plugins: {@code NAME.jar} and, beside it, {@code NAME.jar.sig}. */
final class PluginFolder {
    private static final String JAR = ".jar";
    private static final String SIGNATURE = ".sig";
    /** The whole distribution is smaller. Also what is held in memory while a jar is judged. */
    private static final int LARGEST = 64 << 20;
    private static final int LARGEST_SIGNATURE = 16 << 10;

    private final Path folder;

    PluginFolder(Path folder) {
        this.folder = folder;
    }

    /** Differs as soon as a jar or its signature is another one. */
    record Stamp(Facts jar, Optional<Facts> signature) {
        /** @param key device and inode: a file that was renamed into place may have the length and time of the one before it */
        record Facts(long size, FileTime modified, Object key) { }

        static Optional<Facts> facts(Path file) throws IOException {
            try {
                BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                return Optional.of(new Facts(found.isRegularFile() ? found.size() : -1, found.lastModifiedTime(), String.valueOf(found.fileKey())));
            } catch (NoSuchFileException e) {
                return Optional.empty();
            }
        }
    }

    /** A jar's bytes, and its signature where there is one. */
    record Content(byte[] jar, Optional<String> signature) { }

    /**
     * The jars by name.
     *
     * @throws IOException it cannot be read, or others than its owner can write into it
     */
    Map<String, Stamp> list() throws IOException {
        Map<String, Stamp> jars = new TreeMap<>();
        if (Files.notExists(folder)) {
            return jars;
        }
        refuseOthers();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + JAR)) {
            for (Path file : files) {
                Optional<Stamp.Facts> jar = Stamp.facts(file);
                if (jar.isPresent()) {
                    jars.put(file.getFileName().toString(), new Stamp(jar.get(), Stamp.facts(signature(file))));
                }
            }
        }
        return jars;
    }

    private void refuseOthers() throws IOException {
        if (!Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return;
        }
        PosixFileAttributes found = Files.readAttributes(folder, PosixFileAttributes.class);
        Set<PosixFilePermission> open = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
        if (found.permissions().stream().anyMatch(open::contains)) {
            throw new IOException("Others may write into " + folder + ", so nothing there is trusted. Try: chmod go-w " + folder);
        }
    }

    Content read(String name) throws IOException {
        return read(folder.resolve(name));
    }

    /** @throws IOException with a sentence for a person, also for what is no plain file or too large */
    static Content read(Path jar) throws IOException {
        Path signature = signature(jar);
        Optional<String> signed = Files.exists(signature, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(new String(bytes(signature, LARGEST_SIGNATURE), StandardCharsets.ISO_8859_1)) : Optional.empty();
        return new Content(bytes(jar, LARGEST), signed);
    }

    /** Links are not followed: what they point to can change after it was judged, and belongs to nobody here. */
    private static byte[] bytes(Path file, int most) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(Files.notExists(file, LinkOption.NOFOLLOW_LINKS) ? "There is no file " + file + "." : file.getFileName() + " is no plain file. Copy the jar itself.");
        }
        try (InputStream in = Channels.newInputStream(Files.newByteChannel(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)))) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(file.getFileName() + " is larger than " + (most >> 10) + " KiB, which no plugin may be.");
            }
            return bytes;
        }
    }

    /** Puts a jar and its signature there so that no reader sees a part of either, and no jar before its signature. */
    void put(String name, Content content) throws IOException {
        Files.createDirectories(folder);
        Path jar = folder.resolve(name);
        if (content.signature().isPresent()) {
            place(signature(jar), content.signature().get().getBytes(StandardCharsets.ISO_8859_1));
        } else {
            Files.deleteIfExists(signature(jar));
        }
        place(jar, content.jar());
    }

    private void place(Path file, byte[] bytes) throws IOException {
        Path temporary = Files.createTempFile(folder, "", ".new");
        try {
            Files.write(temporary, bytes);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    void delete(String name) throws IOException {
        Files.deleteIfExists(folder.resolve(name));
        Files.deleteIfExists(signature(folder.resolve(name)));
    }

    private static Path signature(Path jar) {
        return jar.resolveSibling(jar.getFileName() + SIGNATURE);
    }
}
