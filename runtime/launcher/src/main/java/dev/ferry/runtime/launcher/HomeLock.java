package dev.ferry.runtime.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One device owns a home. The kernel lets the lock go when the process dies, however it dies. */
final class HomeLock implements AutoCloseable {
    /**
     * Homes owned by devices of this very process. Closing any descriptor of a file drops all locks that the process has on it (POSIX), so a second attempt from within may
     * not even open the file.
     */
    private static final Set<Path> HERE = ConcurrentHashMap.newKeySet();

    private final Path run;
    private final FileChannel file;

    private HomeLock(Path run, FileChannel file) {
        this.run = run;
        this.file = file;
    }

    /**
     * @param run  the run folder of the home
     * @param note who this is, for whoever comes next
     * @return empty where another device has it
     */
    static Optional<HomeLock> take(Path run, String note) throws IOException {
        if (!HERE.add(run)) {
            return Optional.empty();
        }
        boolean taken = false;
        FileChannel file = null;
        try {
            file = FileChannel.open(run.resolve("lock"), Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            taken = file.tryLock() != null;
            if (taken) {
                Files.writeString(run.resolve("owner"), note);
            }
            return taken ? Optional.of(new HomeLock(run, file)) : Optional.empty();
        } finally {
            if (!taken) {
                if (file != null) {
                    file.close();
                }
                HERE.remove(run);
            }
        }
    }

    /** What the owner wrote about itself. */
    static String owner(Path run) {
        try {
            return Files.readString(run.resolve("owner")).strip();
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // The lock is gone with the process at the latest.
        } finally {
            HERE.remove(run);
        }
    }
}
