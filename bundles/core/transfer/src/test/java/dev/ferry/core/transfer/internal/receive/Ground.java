package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.Descriptors;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder to receive into or to send from, and one outside of it that nothing may reach. One name in the first means a directory of it, or the one outside, by turns. */
final class Ground implements AutoCloseable {
    final Path world;
    final Path inbox;
    final Path outside;
    private final Deque<Closeable> held = new ArrayDeque<>();
    private Path place;
    private Path inside;
    private Map<String, String> before;
    private Swapper swapper;
    /** The transfer whose folder is swapped. */
    ReceiveFolder receiving;

    Ground() throws IOException {
        world = Files.createTempDirectory(Trees.fastest(), "raced");
        inbox = Files.createDirectory(world.resolve("inbox"));
        outside = Files.createDirectory(world.resolve("outside"));
    }

    /** The name that is swapped; where no directory is, it makes one. */
    Path swapped(String name) throws IOException {
        place = inbox.resolve(name);
        if (!Files.isDirectory(place)) {
            Files.createDirectory(place);
        }
        DirectoryHandle handle = hold(DirectoryHandle.open(place));
        inside = Descriptors.of(handle.identity()).get(0);
        return place;
    }

    /** What names the directory, or leads outside. */
    Path place() {
        return place;
    }

    /** Means the directory whatever its name is. */
    Path inside() {
        return inside;
    }

    /** Closed at the end, the last one first. */
    <C extends Closeable> C hold(C closeable) {
        held.push(closeable);
        return closeable;
    }

    void begin() throws IOException {
        Path link = Files.createSymbolicLink(world.resolve("link"), outside);
        before = picture();
        swapper = new Swapper(place, link);
    }

    /** Until one has taken the other's place: the swapper has its share of a busy machine. */
    void awaitSwap() {
        boolean link = Files.isSymbolicLink(place);
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Files.isSymbolicLink(place) == link) {
            if (System.nanoTime() > end) {
                throw new AssertionError("Nobody swaps");
            }
            Thread.yield();
        }
    }

    /** How often it was swapped. */
    long end() throws IOException {
        return swapper.stop();
    }

    boolean isOutsideTouched() throws IOException {
        return !picture().equals(before);
    }

    /** All that a system call could change, and that something was there for a moment. */
    private Map<String, String> picture() throws IOException {
        Map<String, String> picture = new TreeMap<>();
        try (Stream<Path> all = Files.walk(outside)) {
            for (Path path : (Iterable<Path>) all::iterator) {
                Map<String, Object> attributes = Files.readAttributes(path, "unix:ino,mode,size,nlink,ctime,lastModifiedTime", LinkOption.NOFOLLOW_LINKS);
                String content = Files.isRegularFile(path) && Files.size(path) > 0 ? Files.readString(path, StandardCharsets.ISO_8859_1) : "";
                picture.put(path.toString(), new TreeMap<>(attributes) + content);
            }
        }
        return picture;
    }

    void emptyInside() throws IOException {
        try (Stream<Path> all = Files.list(inside)) {
            for (Path path : all.toList()) {
                Files.delete(path);
            }
        }
    }

    @Override
    public void close() throws IOException {
        while (!held.isEmpty()) {
            held.pop().close();
        }
        Trees.delete(world);
    }

}
