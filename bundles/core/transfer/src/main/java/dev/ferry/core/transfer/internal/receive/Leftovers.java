package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what nobody will go on with: staging directories that nobody uses, and in them only what has the form of our own parts. */
final class Leftovers {
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    /** What belongs to a paired device may be gone on with for so long after something of it was last written. */
    static final Duration KEPT = Duration.ofHours(24);
    /** One without a lock and younger than this is just being made. */
    private static final long MAKING_SECONDS = 30;

    private Leftovers() {
    }

    static FileTime madeBefore(Instant now) {
        return FileTime.from(now.minusSeconds(MAKING_SECONDS));
    }

    /**
     * Looks at the folder's own entries.
     *
     * @return how many staging directories were removed
     */
    static synchronized int sweep(DirectoryHandle folder, Instant now) throws IOException {
        int removed = 0;
        for (String name : folder.names()) {
            try (DeadStaging dead = DeadStaging.take(folder, name, madeBefore(now)).orElse(null)) {
                if (dead != null && isRemoved(dead, now)) {
                    removed++;
                }
            } catch (IOException e) {
                LOG.info("Something unfinished could not be removed: {}", e.toString());
            }
        }
        return removed;
    }

    private static boolean isRemoved(DeadStaging dead, Instant now) throws IOException {
        StagingLog.Contents log = dead.log();
        if (log.owner().isPresent() && dead.lastUsed(FileTime.from(now)).toInstant().plus(KEPT).isAfter(now)) {
            return false;
        }
        dead.removeReservations(log);
        return dead.remove();
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

    private static void removeIfEmpty(DirectoryHandle parent, String name) throws IOException {
        try {
            parent.deleteDirectory(name);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else's.
        }
    }
}
