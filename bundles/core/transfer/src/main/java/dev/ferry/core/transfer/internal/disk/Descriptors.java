package dev.ferry.core.transfer.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Paths that mean an open directory itself: {@code /proc/self/fd/N}. The JDK can neither make a directory through a handle nor, before version 21, set a
 * time exactly through one; through such a path both work, and no swapped link can lead elsewhere. The JDK does not tell the number either, so it is looked for.
 */
public final class Descriptors {
    private static final Path OPEN_FILES = Path.of("/proc/self/fd");
    /** A number that is closed is the next one that is opened: held for reading by who closes, for writing by who goes through a number that is not its own. */
    private static final ReadWriteLock CLOSING = new ReentrantReadWriteLock();

    private Descriptors() {
    }

    /** What is done through a descriptor. */
    @FunctionalInterface
    public interface Use {
        /** @return whether it arrived, so that no other descriptor need be tried */
        boolean at(Path way) throws IOException;
    }

    /**
     * Goes through the descriptors on a directory, whoever in this process opened them, until it arrived through one. No {@link DirectoryHandle} is closed meanwhile, so none of
     * the numbers comes to mean another file; what else this process opened may, so the caller finds out through its own handle whether it arrived.
     *
     * @return whether it did; false without {@code /proc}
     */
    public static boolean through(FileIdentity directory, Use use) throws IOException {
        return throughEach(Map.of(directory, use)) == 1;
    }

    /**
     * The same for several directories with one look at what is open, which is long where much is.
     *
     * @return through how many of them it arrived
     */
    public static int throughEach(Map<FileIdentity, Use> uses) throws IOException {
        CLOSING.writeLock().lock();
        try {
            Set<FileIdentity> arrived = new HashSet<>();
            for (Open descriptor : open()) {
                Use use = uses.get(descriptor.identity);
                if (use != null && !arrived.contains(descriptor.identity) && use.at(descriptor.way)) {
                    arrived.add(descriptor.identity);
                }
            }
            return arrived.size();
        } finally {
            CLOSING.writeLock().unlock();
        }
    }

    /** Closes a descriptor on a directory. */
    static void close(Closeable descriptor) throws IOException {
        CLOSING.readLock().lock();
        try {
            descriptor.close();
        } finally {
            CLOSING.readLock().unlock();
        }
    }

    /**
     * Paths through every descriptor that this process holds on that file at this moment; empty without {@code /proc}. They stay what they are only if all of them are the
     * caller's own; else see {@link #through}.
     */
    public static List<Path> of(FileIdentity identity) {
        return open().stream().filter(descriptor -> descriptor.identity.equals(identity)).map(Open::way).toList();
    }

    private static List<Open> open() {
        List<Open> found = new ArrayList<>();
        try (DirectoryStream<Path> open = Files.newDirectoryStream(OPEN_FILES)) {
            for (Path descriptor : open) {
                identity(descriptor).ifPresent(identity -> found.add(new Open(descriptor, identity)));
            }
        } catch (IOException e) {
            return List.of();
        }
        return found;
    }

    /** Empty: it was closed meanwhile. */
    private static Optional<FileIdentity> identity(Path descriptor) {
        try {
            return Optional.of(FileIdentity.of(Files.readAttributes(descriptor, BasicFileAttributes.class)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private record Open(Path way, FileIdentity identity) { }
}
