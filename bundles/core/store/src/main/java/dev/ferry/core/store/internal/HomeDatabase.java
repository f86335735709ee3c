package dev.ferry.core.store.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/** The database of a home that this process owns. */
final class HomeDatabase {
    static final String LOCK = "ferry.db.lock";

    /** Below this a disk counts as full: a commit with its checks takes a few blocks. */
    private static final long FULL = 64L * 1024;

    private HomeDatabase() { }

    /** @throws FerryException another process has it, or the folder cannot be used */
    static Database open(Path folder, LongSupplier nanoTime) throws FerryException {
        HomeLock lock = lock(folder);
        try {
            Disk disk = Disk.open(folder, nanoTime);
            return new Database(disk.contents(), new Locked(disk, lock), failure -> problem(folder, failure));
        } catch (IOException e) {
            lock.close();
            throw new FerryException(problem(folder, e), e);
        }
    }

    private static HomeLock lock(Path folder) throws FerryException {
        Path file = folder.resolve(LOCK);
        try {
            return HomeLock.tryAcquire(file).orElseThrow(() -> new FerryException(new Problem.FileAccessDenied(file.toString(), "Another Ferry"
                    + HomeLock.holder(file).map(pid -> " (process " + pid + ")").orElse("") + " is using the home of " + folder
                    + ". Use that one, stop it first, or give this one a home of its own with FERRY_HOME.")));
        } catch (IOException e) {
            throw new FerryException(problem(folder, e), e);
        }
    }

    private static Problem problem(Path folder, IOException failure) {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < FULL) {
                return new Problem.InsufficientStorage(FULL, free, "The disk that holds " + folder + " is full, so Ferry cannot save what it must remember."
                        + " Free some space there; what is not saved yet is kept in memory and saved with the next change.");
            }
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
        return new Problem.FileAccessDenied(folder.toString(), "Ferry cannot use its database in " + folder + ": " + failure.getMessage()
                + " Check that the folder is there and yours, and that its disk is in order.");
    }

    /** Gives up the lock after all else. */
    private record Locked(Disk disk, HomeLock lock) implements Medium {
        @Override
        public void write(List<Change> changes) throws IOException {
            disk.write(changes);
        }

        @Override
        public void close() {
            try {
                disk.close();
            } finally {
                lock.close();
            }
        }
    }
}
