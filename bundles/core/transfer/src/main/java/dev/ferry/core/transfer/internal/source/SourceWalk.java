package dev.ferry.core.transfer.internal.source;

import dev.ferry.api.ShareRequest;
import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.disk.PartNames;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * Walks what a person chose to send, lazily: a folder before what is in it, everything below a folder before what comes after it. Links are never followed and
 * pipes, sockets and devices never opened; they come out as skipped, as does what cannot be read. Memory does not grow with the number of entries, only with
 * the depth. One thread; files that came out may be opened by others, until the walk is closed.
 */
public final class SourceWalk implements Iterator<SourceEntry>, Closeable {
    private final Iterator<SourceStart> starts;
    private final int deepest;
    private final OwnFolders own;
    /** By path, because a shell's pattern gives thousands of files of one directory. */
    private final Map<Path, SourceRoot> roots = new HashMap<>();
    private final List<OpenFolder> way = new ArrayList<>();
    private SourceEntry next;

    /** Walks everything. */
    public SourceWalk(List<ShareRequest.Item> items) {
        this(items.stream().map(SourceStart::of).toList(), Integer.MAX_VALUE, OwnFolders.NONE);
    }

    /**
     * Walks everything down to a depth.
     *
     * @param deepest so many folders are entered on the way to an entry
     * @param own     folders that are not entered
     */
    public SourceWalk(List<SourceStart> starts, int deepest, OwnFolders own) {
        this.starts = List.copyOf(starts).iterator();
        this.deepest = deepest;
        this.own = own;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (!way.isEmpty() || starts.hasNext())) {
            next = way.isEmpty() ? begin(starts.next()) : step(way.get(way.size() - 1));
        }
        return next != null;
    }

    @Override
    public SourceEntry next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        SourceEntry entry = next;
        next = null;
        return entry;
    }

    /** Null: nothing comes out of it by itself. */
    private SourceEntry begin(SourceStart start) {
        Path path = start.item().path().normalize();
        Path parent = path.getParent();
        try {
            SourcePlace top = SourcePlace.top(root(parent == null ? path : parent));
            if (parent == null) {
                way.add(OpenFolder.open(top, ""));
                return null;
            }
            Optional<String> name = SourceNames.text(path);
            if (name.isEmpty()) {
                return new SourceEntry.Skipped(SourceNames.shown(path), SkipReason.NOT_UTF8);
            }
            SourcePlace place = top.child(name.get());
            for (String component : start.below()) {
                place = place.child(component);
            }
            return entry(place, start.itself() ? start.path() : name.get(), start.itself(), start.prefix());
        } catch (IOException e) {
            return new SourceEntry.Skipped(shown(path), reason(e));
        }
    }

    private SourceRoot root(Path directory) throws IOException {
        SourceRoot root = roots.get(directory);
        if (root == null) {
            root = SourceRoot.open(directory, own);
            roots.put(directory, root);
        }
        return root;
    }

    private SourceEntry step(OpenFolder folder) {
        Optional<Path> entry = folder.nextName();
        if (entry.isEmpty()) {
            way.remove(way.size() - 1).close();
            return folder.error().map(reason -> new SourceEntry.Skipped(folder.path(), reason)).orElse(null);
        }
        Optional<String> name = SourceNames.text(entry.get());
        if (name.isEmpty()) {
            return new SourceEntry.Skipped(folder.prefix() + SourceNames.shown(entry.get()), SkipReason.NOT_UTF8);
        }
        String path = folder.prefix() + name.get();
        return entry(folder.place().child(name.get()), path, true, path + "/");
    }

    /** @param itself whether a folder comes out, and not only what is in it */
    private SourceEntry entry(SourcePlace place, String path, boolean itself, String prefix) {
        try (Directories.Lease parent = place.root().directories().lease(place.parent())) {
            PosixFileAttributes attributes = parent.handle().stat(place.name()).orElseThrow(() -> new NoSuchFileException(path));
            if (attributes.isSymbolicLink()) {
                return new SourceEntry.Skipped(path, SkipReason.SYMBOLIC_LINK);
            }
            if (attributes.isRegularFile()) {
                return new SourceEntry.File(path, attributes.size(), attributes.lastModifiedTime(), attributes.permissions(), FileIdentity.of(attributes), place);
            }
            if (!attributes.isDirectory()) {
                return new SourceEntry.Skipped(path, SkipReason.SPECIAL);
            }
            return folder(place, path, itself, prefix, attributes);
        } catch (IOException e) {
            return new SourceEntry.Skipped(path, reason(e));
        }
    }

    private SourceEntry folder(SourcePlace place, String path, boolean itself, String prefix, PosixFileAttributes attributes) throws IOException {
        if (PartNames.isStaging(place.name())) {
            return new SourceEntry.Skipped(path, SkipReason.UNFINISHED);
        }
        FileIdentity identity = FileIdentity.of(attributes);
        if (way.stream().anyMatch(above -> above.identity().equals(identity))) {
            return new SourceEntry.Skipped(path, SkipReason.LOOP);
        }
        if (way.size() < deepest) {
            way.add(OpenFolder.open(place, prefix));
        }
        if (way.size() > OpenFolder.MOST_OPEN) {
            way.get(way.size() - 1 - OpenFolder.MOST_OPEN).drain();
        }
        return itself ? new SourceEntry.Folder(path, attributes.lastModifiedTime(), attributes.permissions(), place) : null;
    }

    private static SkipReason reason(IOException e) {
        return e instanceof NoSuchFileException ? SkipReason.MISSING : SkipReason.UNREADABLE;
    }

    private static String shown(Path path) {
        return path.getFileName() == null ? path.toString() : SourceNames.shown(path);
    }

    /** Files that came out cannot be opened any more. */
    @Override
    public void close() throws IOException {
        way.forEach(OpenFolder::close);
        for (SourceRoot root : roots.values()) {
            root.close();
        }
    }
}
