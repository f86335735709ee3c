package dev.ferry.core.transfer.internal.receive;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A folder that files are received into, held open: it stays the same one whatever is renamed or linked in its place. One for each transfer. Safe for use by
 * several threads, except {@link #finish} and {@link #close}, which come after everything else.
 */
public final class ReceiveFolder implements Closeable {
    /** Twice as many descriptors. */
    private static final int OPEN_DIRECTORIES = 64;

    private final Path path;
    private final DirectoryHandle root;
    private final Directories directories;
    private final Map<String, Staging> stagings = new HashMap<>();
    private final Map<String, Directories.Lease> stagingPlaces = new HashMap<>();
    private final Set<SafePath> touched = new HashSet<>();
    private final DirectoryTimes times = new DirectoryTimes();

    private ReceiveFolder(Path path, DirectoryHandle root) {
        this.path = path;
        this.root = root;
        this.directories = new Directories(root, OPEN_DIRECTORIES);
    }

    /** Makes the folder when it is missing. Links on the way to it are followed: its own user named it. */
    public static ReceiveFolder open(Path folder) throws DiskException {
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            return new ReceiveFolder(folder, DirectoryHandle.open(folder));
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** As it was named. */
    public Path path() {
        return path;
    }

    /**
     * Removes what processes that died left unfinished here.
     *
     * @return how many staging directories
     */
    public int sweepLeftovers(Instant now) throws DiskException {
        try {
            return Leftovers.sweep(root, FileTime.from(now.minusSeconds(60)));
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** What stands at that place now; a place below something that is no directory is free. */
    public Standing standing(SafePath place) throws DiskException {
        try (Directories.Lease parent = directories.lease(place.parent())) {
            return parent.handle().stat(place.name()).<Standing>map(ReceiveFolder::standing).orElseGet(Standing.Free::new);
        } catch (NoSuchFileException e) {
            return new Standing.Free();
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    private static Standing standing(PosixFileAttributes attributes) {
        if (attributes.isRegularFile()) {
            return new Standing.File(attributes.size(), attributes.lastModifiedTime());
        }
        return attributes.isDirectory() ? new Standing.Directory() : new Standing.Other();
    }

    /**
     * Makes a directory, or takes one that stands there; its parents too.
     *
     * @return the place it has: another one than asked for when a file stood there and the policy is to rename or to overwrite
     * @throws DiskException {@link DiskFault#SYMBOLIC_LINK} or {@link DiskFault#NOT_A_DIRECTORY}: what stands there stays
     */
    public SafePath makeDirectory(SafePath place, ConflictPolicy policy) throws DiskException {
        try (Directories.Lease parent = leaseMaking(place.parent())) {
            SafePath candidate = place;
            for (int number = 2; ; number++) {
                Optional<PosixFileAttributes> there = parent.handle().stat(candidate.name());
                if (there.isEmpty()) {
                    make(parent.handle(), candidate);
                    return candidate;
                }
                if (there.get().isDirectory()) {
                    return candidate;
                }
                boolean another = there.get().isRegularFile() && (policy == ConflictPolicy.RENAME || policy == ConflictPolicy.OVERWRITE) && number < 1000;
                if (!another) {
                    parent.handle().openDirectory(candidate.name()).close();
                }
                candidate = place.numbered(number, true);
            }
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** A directory gets its time at the end, because every file that comes to it changes it. */
    public void timeOfDirectory(SafePath place, Instant modified) {
        times.add(place, FileTime.from(modified));
    }

    /**
     * Begins a file. Nothing of it is seen until {@link GroupCommit} has placed it.
     *
     * @param length   exact
     * @param modified the time it shall have
     */
    public PartFile begin(SafePath target, long length, Optional<Instant> modified) throws DiskException {
        if (length < 0) {
            throw new DiskException(DiskFault.WRONG_LENGTH, "A file has no negative length");
        }
        try (Directories.Lease directory = leaseMaking(target.parent())) {
            return new PartFile(stagingFor(target.parent(), directory.handle()), target, length, modified.map(FileTime::from));
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    Placement place(PartFile part, ConflictPolicy policy) {
        try {
            try {
                return placeIn(part, policy);
            } catch (NoSuchFileException e) {
                directories.forget(part.target().parent());
                return placeIn(part, policy);
            }
        } catch (IOException e) {
            return new Placement.Failed(part.target(), DiskException.from(e));
        }
    }

    private Placement placeIn(PartFile part, ConflictPolicy policy) throws IOException {
        SafePath parent = part.target().parent();
        try (Directories.Lease directory = leaseMaking(parent)) {
            touch(parent);
            return new Placing(directory.handle(), part, policy).place();
        }
    }

    /** The directories that got a name since the last call, to be forced. */
    Set<SafePath> takeTouched() {
        synchronized (touched) {
            Set<SafePath> taken = Set.copyOf(touched);
            touched.clear();
            return taken;
        }
    }

    void touch(SafePath directory) {
        synchronized (touched) {
            touched.add(directory);
        }
    }

    void force(SafePath directory) throws IOException {
        try (Directories.Lease lease = directories.lease(directory)) {
            lease.handle().force();
        }
    }

    /** Of the folder itself, for asking the system to write everything on that device; empty where there is no sure path. */
    Optional<Path> certainPath() throws IOException {
        return staging(root.identity().device(), SafePath.ROOT, root).certainPath();
    }

    /** Whether nothing of this transfer went to another file system mounted below. */
    boolean isOneDevice() {
        synchronized (stagings) {
            return stagings.size() <= 1 && stagingPlaces.isEmpty();
        }
    }

    String device() {
        return root.identity().device();
    }

    private Directories.Lease leaseMaking(SafePath directory) throws IOException {
        try {
            return directories.lease(directory);
        } catch (NoSuchFileException e) {
            if (directory.isRoot()) {
                throw new DiskException(DiskFault.FOLDER_GONE, "The folder to receive into is gone");
            }
            try (Directories.Lease parent = leaseMaking(directory.parent())) {
                make(parent.handle(), directory);
            }
            return directories.lease(directory);
        }
    }

    private void make(DirectoryHandle parent, SafePath place) throws IOException {
        if (stagingFor(place.parent(), parent).makeDirectory(parent, place.name())) {
            touch(place.parent());
        }
    }

    private Staging stagingFor(SafePath directory, DirectoryHandle handle) throws IOException {
        return handle.identity().device().equals(device()) ? staging(device(), SafePath.ROOT, root) : staging(handle.identity().device(), directory, handle);
    }

    /** One for each file system in the tree; for another than the root's, in the first directory of it that was met. */
    private Staging staging(String device, SafePath directory, DirectoryHandle handle) throws IOException {
        synchronized (stagings) {
            Staging staging = stagings.get(device);
            if (staging == null) {
                if (handle != root) {
                    stagingPlaces.put(device, directories.lease(directory));
                }
                staging = new Staging(handle, path.resolve(directory.toString()));
                stagings.put(device, staging);
            }
            return staging;
        }
    }

    /**
     * Gives the directories their times. After the last placement.
     *
     * @return how many could not be given theirs: gone meanwhile, or another user's
     */
    public int finish() {
        return times.apply(directories);
    }

    /** Removes what is unfinished. What was placed stays. */
    @Override
    public void close() throws DiskException {
        IOException first = null;
        for (Closeable each : List.<Closeable>of(this::closeStagings, directories, root)) {
            try {
                each.close();
            } catch (IOException e) {
                first = first == null ? e : first;
            }
        }
        if (first != null) {
            throw DiskException.from(first);
        }
    }

    private void closeStagings() throws IOException {
        synchronized (stagings) {
            for (Staging staging : stagings.values()) {
                staging.close();
            }
            stagings.clear();
            stagingPlaces.values().forEach(Directories.Lease::close);
            stagingPlaces.clear();
        }
    }
}
