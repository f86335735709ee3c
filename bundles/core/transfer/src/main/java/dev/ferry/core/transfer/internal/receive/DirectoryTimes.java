package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.Descriptors;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Times and permissions that directories get when nothing comes to them any more. */
final class DirectoryTimes {
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
        for (Map.Entry<SafePath, FileTime> entry : wanted.entrySet()) {
            try (Directories.Lease lease = directories.lease(entry.getKey())) {
                set(lease.handle(), entry.getValue());
            } catch (IOException e) {
                failed++;
            }
        }
        wanted.clear();
        return failed;
    }

    /** Before version 21 the JDK's handles cut a time to the microsecond; {@link Descriptors} then leads around. */
    private static void set(DirectoryHandle directory, FileTime time) throws IOException {
        directory.setModified(time);
        if (directory.modified().equals(time)) {
            return;
        }
        Descriptors.through(directory.identity(), way -> {
            Files.setLastModifiedTime(way, time);
            return directory.modified().equals(time);
        });
    }
}
