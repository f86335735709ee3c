package dev.ferry.runtime.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A framework's storage and the fingerprint of the distribution that it was made from, written last: an interrupted installation leaves none and is done again. */
final class BundleCache {
    private final Path storage;
    private final Path mark;

    BundleCache(Path storage) {
        this.storage = storage;
        this.mark = storage.resolveSibling(storage.getFileName() + ".fingerprint");
    }

    boolean matches(String fingerprint) {
        try {
            return Files.readString(mark).equals(fingerprint);
        } catch (IOException e) {
            return false;
        }
    }

    void write(String fingerprint) throws IOException {
        Files.writeString(mark, fingerprint);
    }

    void clear() throws IOException {
        Files.deleteIfExists(mark);
        delete(storage);
    }

    /** Removes a folder with what is in it. Links are removed, never followed. */
    static void delete(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        List<Path> inside;
        try (Stream<Path> walk = Files.walk(folder)) {
            inside = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path each : inside) {
            Files.deleteIfExists(each);
        }
    }
}
