package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.Descriptors;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Times and permissions that directories get when nothing comes to them any more. */
final class DirectoryTimes {
    /** As many are held open. */
    private static final int AT_ONCE = 32;

    private final Map<SafePath, FileTime> wanted = new LinkedHashMap<>();

    private final Map<SafePath, Set<PosixFilePermission>> modes = new LinkedHashMap<>();

    synchronized void mode(SafePath directory, Set<PosixFilePermission> mode) {
        modes.put(directory, mode);
    }

    synchronized void add(SafePath directory, FileTime time) {
        wanted.put(directory, time);
    }

    /**
     * Sets them all.
     *
     * @return how many it could not set: gone meanwhile, or not ours
     */
    synchronized int apply(Directories directories) {
        int failed = 0;
        for (Map.Entry<SafePath, Set<PosixFilePermission>> entry : modes.entrySet()) {
            try (Directories.Lease lease = directories.lease(entry.getKey())) {
                lease.handle().setPermissions(entry.getValue());
            } catch (IOException e) {
                failed++;
            }
        }
        modes.clear();
        List<SafePath> all = List.copyOf(wanted.keySet());
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            failed += set(directories, all.subList(from, Math.min(all.size(), from + AT_ONCE)));
        }
        wanted.clear();
        return failed;
    }

    private int set(Directories directories, List<SafePath> some) {
        int failed = 0;
        List<Directories.Lease> open = new ArrayList<>();
        Map<FileIdentity, Descriptors.Use> inexact = new HashMap<>();
        for (SafePath place : some) {
            try {
                Directories.Lease lease = directories.lease(place);
                open.add(lease);
                set(lease.handle(), wanted.get(place)).ifPresent(use -> inexact.put(lease.handle().identity(), use));
            } catch (IOException e) {
                failed++;
            }
        }
        try {
            if (!inexact.isEmpty()) {
                Descriptors.throughEach(inexact);
            }
        } catch (IOException e) {
            // They have their times to the microsecond.
        } finally {
            open.forEach(Directories.Lease::close);
        }
        return failed;
    }

    /** Before version 21 the JDK's handles cut a time to the microsecond; {@link Descriptors} then leads around. */
    private static Optional<Descriptors.Use> set(DirectoryHandle directory, FileTime time) throws IOException {
        directory.setModified(time);
        return directory.modified().equals(time) ? Optional.empty() : Optional.of(way -> isExact(directory, time, way));
    }

    /** One that cannot be made exact keeps no other from it. */
    private static boolean isExact(DirectoryHandle directory, FileTime time, Path way) {
        try {
            Files.setLastModifiedTime(way, time);
            return directory.modified().equals(time);
        } catch (IOException e) {
            return false;
        }
    }
}
