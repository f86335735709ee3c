package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.names.NameRules;
import dev.ferry.core.transfer.internal.names.NameVerdict;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** A staging directory that nobody uses, held so that nobody else takes it meanwhile. Under the lock of {@link Leftovers}. */
final class DeadStaging implements Closeable {
    /** A name is numbered until one is free, so that reservations under numbers are found the same way. */
    private static final int MAX_NUMBER = 10_000;

    private final DirectoryHandle parent;
    private final String name;
    private final DirectoryHandle handle;
    private final Optional<FileChannel> lock;

    private DeadStaging(DirectoryHandle parent, String name, DirectoryHandle handle, Optional<FileChannel> lock) {
        this.parent = parent;
        this.name = name;
        this.handle = handle;
        this.lock = lock;
    }

    /**
     * Takes it, if its process is dead or has left it.
     *
     * @param madeBefore one without a lock and younger than this is taken for one that is just being made
     */
    static Optional<DeadStaging> take(DirectoryHandle parent, String name, FileTime madeBefore) throws IOException {
        boolean used = PartNames.isOfThisProcess(name) && !Stagings.isLeft(name);
        if (!PartNames.isStaging(name) || used || !parent.stat(name).map(PosixFileAttributes::isDirectory).orElse(false)) {
            return Optional.empty();
        }
        DirectoryHandle handle;
        try {
            handle = parent.openDirectory(name);
        } catch (NoSuchFileException e) {
            // Its transfer has ended in this moment.
            return Optional.empty();
        }
        Optional<DeadStaging> taken = Optional.empty();
        try {
            taken = take(parent, name, handle, madeBefore);
            return taken;
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } finally {
            if (taken.isEmpty()) {
                handle.close();
            }
        }
    }

    private static Optional<DeadStaging> take(DirectoryHandle parent, String name, DirectoryHandle handle, FileTime madeBefore) throws IOException {
        if (PartNames.isOfThisProcess(name)) {
            return Optional.of(new DeadStaging(parent, name, handle, Optional.empty()));
        }
        if (!handle.stat(Staging.LOCK).map(PosixFileAttributes::isRegularFile).orElse(false)) {
            boolean old = handle.modified().compareTo(madeBefore) < 0;
            return old ? Optional.of(new DeadStaging(parent, name, handle, Optional.empty())) : Optional.empty();
        }
        FileChannel file = handle.openForLock(Staging.LOCK);
        try {
            FileLock lock = file.tryLock();
            if (lock != null) {
                return Optional.of(new DeadStaging(parent, name, handle, Optional.of(file)));
            }
        } catch (OverlappingFileLockException e) {
            // Another framework in this process.
        }
        file.close();
        return Optional.empty();
    }

    DirectoryHandle handle() {
        return handle;
    }

    StagingLog.Contents log() throws IOException {
        return StagingLog.read(handle);
    }

    /** When something of it was last written. A part that was complete has the time that its sender gave it, so what is later than now says nothing there. */
    FileTime lastUsed(FileTime now) throws IOException {
        FileTime last = handle.stat(StagingLog.NAME).map(PosixFileAttributes::lastModifiedTime).orElse(FileTime.fromMillis(0));
        for (String each : handle.names()) {
            Optional<FileTime> time = PartNames.isInner(each) ? handle.stat(each).map(PosixFileAttributes::lastModifiedTime) : Optional.empty();
            if (time.isPresent() && time.get().compareTo(now) <= 0 && time.get().compareTo(last) > 0) {
                last = time.get();
            }
        }
        return last;
    }

    /** Removes the empty files that only held a name when their process died: no bytes, no permissions. */
    void removeReservations(StagingLog.Contents log) throws IOException {
        for (String intent : log.intents()) {
            if (NameRules.judge(intent) instanceof NameVerdict.Usable usable) {
                removeReservation(usable.path());
            }
        }
    }

    private void removeReservation(SafePath place) throws IOException {
        try (HeldWay way = HeldWay.to(parent, place.parent())) {
            boolean there = isRemovedOrThere(way.directory(), place.name());
            for (int number = 2; there && number < MAX_NUMBER; number++) {
                there = isRemovedOrThere(way.directory(), place.numbered(number, false).name());
            }
            there = true;
            for (int number = 1; there && number < MAX_NUMBER; number++) {
                there = isRemovedOrThere(way.directory(), place.version(number).name());
            }
        } catch (NoSuchFileException e) {
            // Its folder is gone, and with it what was in it.
        }
    }

    private static boolean isRemovedOrThere(DirectoryHandle directory, String entry) throws IOException {
        Optional<PosixFileAttributes> there = directory.stat(entry);
        if (there.isPresent() && there.get().isRegularFile() && there.get().size() == 0 && there.get().permissions().isEmpty()) {
            directory.deleteFile(entry);
        }
        return there.isPresent();
    }

    /** Removes it with all that has the form of ours; what has not stays, and the directory with it. */
    boolean remove() throws IOException {
        Leftovers.empty(handle);
        try {
            parent.deleteDirectory(name);
            Stagings.gone(name);
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        try (handle) {
            if (lock.isPresent()) {
                lock.get().close();
            }
        }
    }
}
