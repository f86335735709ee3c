package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** Removes what dead processes left in a folder: staging directories whose lock nobody holds, and in them only what has the form of our own parts. */
final class Leftovers {
    private Leftovers() {
    }

    /**
     * Looks at the folder's own entries.
     *
     * @param madeBefore a staging directory without a lock and younger than this is taken for one that is just being made
     * @return how many staging directories were removed
     */
    static int sweep(DirectoryHandle folder, FileTime madeBefore) throws IOException {
        int removed = 0;
        for (String name : folder.names()) {
            if (PartNames.isStaging(name) && !PartNames.isOfThisProcess(name) && isRemoved(folder, name, madeBefore)) {
                removed++;
            }
        }
        return removed;
    }

    private static boolean isRemoved(DirectoryHandle folder, String name, FileTime madeBefore) throws IOException {
        if (!folder.stat(name).map(PosixFileAttributes::isDirectory).orElse(false)) {
            return false;
        }
        try (DirectoryHandle staging = folder.openDirectory(name)) {
            if (isAlive(staging, madeBefore)) {
                return false;
            }
            empty(staging);
        }
        return removeIfEmpty(folder, name);
    }

    private static boolean isAlive(DirectoryHandle staging, FileTime madeBefore) throws IOException {
        if (!staging.stat(Staging.LOCK).map(PosixFileAttributes::isRegularFile).orElse(false)) {
            return staging.modified().compareTo(madeBefore) >= 0;
        }
        try (FileChannel file = staging.openForLock(Staging.LOCK); FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        }
    }

    /** Deletes the files and empty directories in it that have the form of ours; the rest stays, and the directory with it. */
    static void empty(DirectoryHandle staging) throws IOException {
        for (String name : staging.names()) {
            Optional<PosixFileAttributes> attributes = PartNames.isInner(name) ? staging.stat(name) : Optional.empty();
            if (attributes.isPresent() && attributes.get().isDirectory()) {
                removeIfEmpty(staging, name);
            } else if (attributes.isPresent()) {
                staging.deleteFile(name);
            }
        }
    }

    private static boolean removeIfEmpty(DirectoryHandle parent, String name) throws IOException {
        try {
            parent.deleteDirectory(name);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }
}
