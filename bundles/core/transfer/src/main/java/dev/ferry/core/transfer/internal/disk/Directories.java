package dev.ferry.core.transfer.internal.disk;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Open directories of one folder, the recently used ones kept open: a tree of any size and depth costs a bounded number of descriptors. Safe for use by several
 * threads; opening happens under the lock, so a slow disk makes the others wait, who would wait for it anyway.
 */
public final class Directories implements Closeable {
    private final DirectoryHandle root;
    private final int capacity;
    private final OwnFolders own;
    /** In the order of use, longest unused first. */
    private final Map<Place, Entry> open = new LinkedHashMap<>(64, 0.75f, true);

    /** @param capacity how many are kept open while nobody uses them */
    public Directories(DirectoryHandle root, int capacity) {
        this(root, capacity, OwnFolders.NONE);
    }

    /** @param own are not entered: {@link DiskFault#OWN_FOLDER} */
    public Directories(DirectoryHandle root, int capacity, OwnFolders own) {
        this.root = root;
        this.capacity = capacity;
        this.own = own;
    }

    /** A directory that cannot be closed while the lease is held. */
    public final class Lease implements Closeable {
        private final Entry entry;

        private Lease(Entry entry) {
            this.entry = entry;
        }

        public DirectoryHandle handle() {
            return entry.handle;
        }

        @Override
        public void close() {
            release(entry);
        }
    }

    /** Opens what is missing on the way, one component at a time, from the nearest directory that is open already. */
    public synchronized Lease lease(Place directory) throws IOException {
        Deque<Place> missing = new ArrayDeque<>();
        Place at = directory;
        while (!at.isRoot() && !open.containsKey(at)) {
            missing.push(at);
            at = at.parent();
        }
        Entry entry = at.isRoot() ? new Entry(root) : open.get(at);
        for (Place next : missing) {
            entry = new Entry(enter(entry.handle, next.name()));
            open.put(next, entry);
            trim(entry);
        }
        entry.leases++;
        return new Lease(entry);
    }

    private DirectoryHandle enter(DirectoryHandle parent, String name) throws IOException {
        DirectoryHandle entered = parent.openDirectory(name);
        if (own.has(entered.identity())) {
            entered.close();
            throw DiskException.ownFolder();
        }
        return entered;
    }

    /** What is known of this directory and below may be out of date: someone removed it and made another. */
    public synchronized void forget(Place directory) throws IOException {
        List<Entry> unused = new ArrayList<>();
        open.entrySet().removeIf(each -> isAtOrBelow(each.getKey(), directory) && each.getValue().leases == 0 && unused.add(each.getValue()));
        for (Entry entry : unused) {
            entry.handle.close();
        }
    }

    private static boolean isAtOrBelow(Place place, Place directory) {
        Place at = place;
        while (!at.isRoot() && !at.equals(directory)) {
            at = at.parent();
        }
        return at.equals(directory);
    }

    private void trim(Entry keep) throws IOException {
        Iterator<Entry> longestUnused = open.values().iterator();
        while (open.size() > capacity && longestUnused.hasNext()) {
            Entry entry = longestUnused.next();
            if (entry.leases == 0 && entry != keep) {
                longestUnused.remove();
                entry.handle.close();
            }
        }
    }

    private synchronized void release(Entry entry) {
        entry.leases--;
    }

    /** The caller has given every lease back. The root stays open. */
    @Override
    public synchronized void close() throws IOException {
        List<Entry> all = new ArrayList<>(open.values());
        open.clear();
        for (Entry entry : all) {
            entry.handle.close();
        }
    }

    private static final class Entry {
        final DirectoryHandle handle;
        int leases;

        Entry(DirectoryHandle handle) {
            this.handle = handle;
        }
    }
}
