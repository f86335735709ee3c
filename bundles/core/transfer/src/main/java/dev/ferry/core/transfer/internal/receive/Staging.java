package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.Descriptors;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A hidden directory, closed to others, on the file system that files go to. Parts are written and directories are made in it, then moved to their place from
 * handle to handle: its descriptor's number is known for sure (nobody else in this process opens it), which gives what the JDK's handles lack, see
 * {@link Descriptors}. A lock held in it tells later runs that its owner lives.
 */
final class Staging implements Closeable {
    static final String LOCK = PartNames.inner(0);
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    private static final Set<PosixFilePermission> PART = PosixFilePermissions.fromString("rw-------");
    private static final FileTime EXACT = FileTime.from(Instant.ofEpochSecond(1_000_000_000, 123_456_789));

    private final DirectoryHandle parent;
    private final String name;
    private final DirectoryHandle handle;
    private final FileChannel lockFile;
    private final FileLock lock;
    private final Path path;
    private final boolean pathIsCertain;
    private final boolean handleTimesAreExact;
    private final Set<PosixFilePermission> fileMode;
    private final StagingLog log;
    /** Below are the lock and the log. */
    private final AtomicLong number = new AtomicLong(1);

    /**
     * @param parent       stays open longer than this
     * @param parentPath   used only where there is no {@code /proc}
     * @param owner        of what is kept when this is {@linkplain #suspend left}; without one nothing is
     */
    Staging(DirectoryHandle parent, Path parentPath, Optional<PartsOwner> owner) throws IOException {
        this.parent = parent;
        this.name = PartNames.newStaging();
        Stagings.use(name);
        this.handle = make(parentPath);
        try {
            List<Path> own = Descriptors.of(handle.identity());
            this.pathIsCertain = !own.isEmpty();
            this.path = pathIsCertain ? own.get(0) : parentPath.resolve(name);
            this.lockFile = handle.createFile(LOCK, PART);
            this.lock = lockFile.lock();
            this.log = StagingLog.begin(handle, owner);
            this.fileMode = learnFileMode();
            handle.setModified(EXACT);
            this.handleTimesAreExact = handle.modified().equals(EXACT);
        } catch (IOException | RuntimeException e) {
            Stagings.left(name);
            handle.close();
            throw e;
        }
    }

    private DirectoryHandle make(Path parentPath) throws IOException {
        try {
            if (!Descriptors.through(parent.identity(), this::isMadeAt)) {
                Files.createDirectory(parentPath.resolve(name), OWNER_ONLY);
            }
            return parent.openDirectory(name);
        } catch (IOException | RuntimeException e) {
            Stagings.gone(name);
            throw e;
        }
    }

    private boolean isMadeAt(Path way) throws IOException {
        try {
            Files.createDirectory(way.resolve(name), OWNER_ONLY);
        } catch (IOException e) {
            // That number has come to mean something else, or the path will say why it cannot be.
            return false;
        }
        if (parent.stat(name).isPresent()) {
            return true;
        }
        Files.deleteIfExists(way.resolve(name));
        return false;
    }

    /** What a new file gets from the umask, without any right to execute. */
    private Set<PosixFilePermission> learnFileMode() throws IOException {
        String probe = nextName();
        handle.createFile(probe).close();
        Set<PosixFilePermission> mode = handle.stat(probe).orElseThrow(Staging::interference).permissions();
        handle.deleteFile(probe);
        mode.removeAll(Set.of(PosixFilePermission.OWNER_EXECUTE, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE));
        return Set.copyOf(mode);
    }

    /** Of the file system it lies on. */
    String device() {
        return handle.identity().device();
    }

    DirectoryHandle handle() {
        return handle;
    }

    /** A path that means this directory whatever becomes of the names that lead to it; empty without {@code /proc}. Valid in other processes too. */
    Optional<Path> certainPath() {
        return pathIsCertain ? Optional.of(Path.of("/proc", Long.toString(ProcessHandle.current().pid()), "fd", path.getFileName().toString())) : Optional.empty();
    }

    boolean handleTimesAreExact() {
        return handleTimesAreExact;
    }

    StagingLog log() {
        return log;
    }

    String nextName() {
        return PartNames.inner(number.incrementAndGet());
    }

    FileChannel createPart(String part) throws IOException {
        return handle.createFile(part, PART);
    }

    /** A part that was here before. */
    FileChannel openPart(String part) throws IOException {
        if (!handle.stat(part).orElseThrow(Staging::interference).isRegularFile()) {
            throw interference();
        }
        return handle.openForLock(part);
    }

    /** An empty directory with the permissions that the umask gives, moved to its place. False: something of that name came to be there. */
    boolean makeDirectory(DirectoryHandle target, String targetName) throws IOException {
        String made = nextName();
        Files.createDirectory(path.resolve(made));
        if (handle.stat(made).isEmpty()) {
            throw interference();
        }
        if (target.stat(targetName).isEmpty()) {
            try {
                handle.move(made, target, targetName);
                return true;
            } catch (IOException e) {
                handle.deleteDirectory(made);
                if (target.stat(targetName).isEmpty()) {
                    throw e;
                }
                return false;
            }
        }
        handle.deleteDirectory(made);
        return false;
    }

    /** Gives a part its mode, or without one that of an ordinary new file, and its time. */
    void dress(String part, Optional<Set<PosixFilePermission>> mode, Optional<FileTime> modified) throws IOException {
        Set<PosixFilePermission> shall = mode.orElse(fileMode);
        if (!shall.equals(PART)) {
            handle.setPermissions(part, shall);
        }
        if (modified.isPresent()) {
            if (handleTimesAreExact || !pathIsCertain) {
                handle.setModified(part, modified.get());
            } else {
                Files.getFileAttributeView(path.resolve(part), BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).setTimes(modified.get(), null, null);
            }
        }
    }

    private static DiskException interference() {
        return new DiskException(DiskFault.INTERFERENCE, "Another program removed a file of Ferry");
    }

    /** Leaves it with what is in it, for a later transfer to take over or {@link Leftovers} to remove. */
    void suspend() throws IOException {
        try (handle; lockFile; log) {
            lock.release();
        } finally {
            Stagings.left(name);
        }
    }

    /** Removes it with what is left in it. */
    @Override
    public void close() throws IOException {
        try {
            try (handle; lockFile; log) {
                Leftovers.empty(handle);
            }
            parent.deleteDirectory(name);
            Stagings.gone(name);
        } catch (IOException | RuntimeException e) {
            Stagings.left(name);
            throw e;
        }
    }
}
