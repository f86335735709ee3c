package dev.ferry.core.transfer.internal.receive;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongPredicate;

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
    /** Directories of this transfer that were not there before. */
    private final Set<SafePath> made = ConcurrentHashMap.newKeySet();
    private final Optional<PartsOwner> owner;
    private final OwnFolders own;

    private ReceiveFolder(Path path, DirectoryHandle root, Optional<PartsOwner> owner, OwnFolders own) {
        this.path = path;
        this.root = root;
        this.owner = owner;
        this.own = own;
        this.directories = new Directories(root, OPEN_DIRECTORIES, own);
    }

    /** For one whose unfinished files are kept for nobody. */
    public static ReceiveFolder open(Path folder) throws DiskException {
        return open(folder, Optional.empty(), OwnFolders.NONE);
    }

    /**
     * Makes the folder when it is missing. Links on the way to it are followed: its own user named it.
     *
     * @param owner for whom unfinished files are kept when this process dies or the folder is {@linkplain #suspend left}
     * @param own   are not received into, whether they are the folder, above it or below it
     * @throws DiskException {@link DiskFault#OWN_FOLDER}: the folder is, or lies in, one of them
     */
    public static ReceiveFolder open(Path folder, Optional<PartsOwner> owner, OwnFolders own) throws DiskException {
        return open(folder, DirectoryHandle::open, owner, own);
    }

    /**
     * The same for a folder whose name comes from the other device, or that was looked at before: it is no link, and opened as what its own folder has under that name.
     *
     * @throws DiskException {@link DiskFault#SYMBOLIC_LINK} besides
     */
    public static ReceiveFolder openItself(Path folder, Optional<PartsOwner> owner, OwnFolders own) throws DiskException {
        return open(folder, DirectoryHandle::openItself, owner, own);
    }

    private interface Opening {
        DirectoryHandle open(Path folder) throws IOException;
    }

    private static ReceiveFolder open(Path folder, Opening opening, Optional<PartsOwner> owner, OwnFolders own) throws DiskException {
        try {
            if (own.hold(folder)) {
                throw DiskException.ownFolder();
            }
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder);
            }
            return new ReceiveFolder(folder, openBeside(folder, opening, own), owner, own);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** Asks again of the directory that is open: a link on the way may have been turned meanwhile. */
    private static DirectoryHandle openBeside(Path folder, Opening opening, OwnFolders own) throws IOException {
        DirectoryHandle root = opening.open(folder);
        try {
            Path real = folder.toRealPath();
            if (own.has(root.identity()) || own.hold(real)) {
                throw DiskException.ownFolder();
            }
            if (!FileIdentity.of(Files.readAttributes(real, BasicFileAttributes.class)).equals(root.identity())) {
                throw new DiskException(DiskFault.INTERFERENCE, "The folder was put in another one's place while it was opened");
            }
            return root;
        } catch (IOException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /** As it was named. */
    public Path path() {
        return path;
    }

    /**
     * Removes what was left unfinished here and nobody will go on with: of strangers whatever it is, of paired devices what nothing was added to for {@link Leftovers#KEPT}.
     *
     * @return how many staging directories
     */
    public int sweepLeftovers(Instant now) throws DiskException {
        try {
            return Leftovers.sweep(root, now);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** Whether something unfinished lies here, of a running transfer or to be gone on with. */
    public boolean hasUnfinished() throws DiskException {
        try {
            return root.names().stream().anyMatch(PartNames::isStaging);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /**
     * Takes over what earlier transfers of the same owner left here of the entries of this one. Before anything is received.
     *
     * @param wanted whether an entry of this transfer has the key
     */
    public Heritage inherit(LongPredicate wanted, Instant now) throws DiskException {
        if (owner.isEmpty()) {
            return Heritage.NONE;
        }
        try {
            return Heritage.take(root, owner.get(), () -> staging(device(), SafePath.ROOT, root), wanted, now);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** Opens a file that stands in the folder, to compare with; empty where there is none. */
    public Optional<StandingFile> standingFile(SafePath place) throws DiskException {
        try (Directories.Lease parent = directories.lease(place.parent())) {
            return StandingFile.open(parent.handle(), place.name());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** What stands at that place now; a place below something that is no directory is free, one in a folder of Ferry's own is not, and not looked at. */
    public Standing standing(SafePath place) throws DiskException {
        try (Directories.Lease parent = directories.lease(place.parent())) {
            return parent.handle().stat(place.name()).<Standing>map(ReceiveFolder::standing).orElseGet(Standing.Free::new);
        } catch (NoSuchFileException e) {
            return new Standing.Free();
        } catch (IOException e) {
            DiskException why = DiskException.from(e);
            if (why.fault() == DiskFault.OWN_FOLDER) {
                return new Standing.Other();
            }
            throw why;
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
     * @throws DiskException {@link DiskFault#SYMBOLIC_LINK} or {@link DiskFault#NOT_A_DIRECTORY}: what stands there stays; or {@link DiskFault#OWN_FOLDER}
     */
    public SafePath makeDirectory(SafePath place, ConflictPolicy policy) throws DiskException {
        try (Directories.Lease parent = leaseMaking(place.parent())) {
            SafePath candidate = place;
            for (int number = 2; ; number++) {
                Optional<PosixFileAttributes> there = parent.handle().stat(candidate.name());
                if (there.isEmpty()) {
                    if (make(parent.handle(), candidate)) {
                        made.add(candidate);
                    }
                    return candidate;
                }
                if (there.get().isDirectory()) {
                    if (own.has(FileIdentity.of(there.get()))) {
                        throw DiskException.ownFolder();
                    }
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

    /** The permissions of a directory that this transfer made, at the end too; one that was there keeps its own. */
    public void modeOfDirectory(SafePath place, Set<PosixFilePermission> mode) {
        if (made.contains(place)) {
            times.mode(place, mode);
        }
    }

    /**
     * Begins a file. Nothing of it is seen until {@link GroupCommit} has placed it.
     *
     * @param length   exact
     * @param modified the time it shall have
     */
    public PartFile begin(SafePath target, long length, Optional<Instant> modified) throws DiskException {
        return begin(target, length, modified, Optional.empty(), OptionalLong.empty());
    }

    /**
     * The same for a file that a later transfer shall find again.
     *
     * @param mode the permissions it shall have; empty are those of an ordinary new file
     * @param key of its entry; what was {@linkplain #inherit inherited} under it is in the file already, and is to be checked
     */
    public PartFile begin(SafePath target, long length, Optional<Instant> modified, Optional<Set<PosixFilePermission>> mode, OptionalLong key) throws DiskException {
        if (length < 0) {
            throw new DiskException(DiskFault.WRONG_LENGTH, "A file has no negative length");
        }
        try (Directories.Lease directory = leaseMaking(target.parent())) {
            return new PartFile(stagingFor(target.parent(), directory.handle()), target, length, modified.map(FileTime::from), mode, key);
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

    /** Tells later runs which names are about to be taken. */
    void intend(Collection<String> places) throws IOException {
        log().intend(places);
    }

    /** Tells later runs what is durable. */
    void placed(Map<Long, String> names) throws IOException {
        log().placed(names);
    }

    void placed(PlacedKeys keys) throws IOException {
        log().placed(keys);
    }

    private StagingLog log() throws IOException {
        return staging(device(), SafePath.ROOT, root).log();
    }

    /** Makes a file durable that stands in the folder, and sees to its name. */
    void force(SafePath directory, String name) throws IOException {
        try (Directories.Lease lease = directories.lease(directory); FileChannel file = lease.handle().openFile(name)) {
            file.force(true);
        }
        touch(directory);
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

    private boolean make(DirectoryHandle parent, SafePath place) throws IOException {
        boolean isNew = stagingFor(place.parent(), parent).makeDirectory(parent, place.name());
        if (isNew) {
            touch(place.parent());
        }
        return isNew;
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
                staging = new Staging(handle, path.resolve(directory.toString()), owner);
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

    /** Leaves what is unfinished for its owner to go on with; without an owner it is removed. */
    public void suspend() throws DiskException {
        close(owner.isPresent());
    }

    /** Removes what is unfinished. What was placed stays. */
    @Override
    public void close() throws DiskException {
        close(false);
    }

    private void close(boolean keep) throws DiskException {
        IOException first = null;
        for (Closeable each : List.<Closeable>of(() -> closeStagings(keep), directories, root)) {
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

    private void closeStagings(boolean keep) throws IOException {
        synchronized (stagings) {
            for (Staging staging : stagings.values()) {
                if (keep) {
                    staging.suspend();
                } else {
                    staging.close();
                }
            }
            stagings.clear();
            stagingPlaces.values().forEach(Directories.Lease::close);
            stagingPlaces.clear();
        }
    }
}
