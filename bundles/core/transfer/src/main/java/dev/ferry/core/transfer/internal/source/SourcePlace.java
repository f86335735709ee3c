package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Place;
import java.util.ArrayDeque;
import java.util.Deque;

/** A place below one folder that is sent from. Paths below one directory share its object. */
final class SourcePlace implements Place {
    private final SourceRoot root;
    private final SourcePlace parent;
    private final String name;
    private final int hash;

    private SourcePlace(SourceRoot root, SourcePlace parent, String name) {
        this.root = root;
        this.parent = parent == null ? this : parent;
        this.name = name;
        this.hash = parent == null ? System.identityHashCode(root) : 31 * parent.hash + name.hashCode();
    }

    static SourcePlace top(SourceRoot root) {
        return new SourcePlace(root, null, "");
    }

    SourcePlace child(String childName) {
        return new SourcePlace(root, this, childName);
    }

    SourceRoot root() {
        return root;
    }

    @Override
    public Place parent() {
        return parent;
    }

    SourcePlace directory() {
        return parent;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isRoot() {
        return parent == this;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SourcePlace place) || place.hash != hash || place.root != root) {
            return false;
        }
        SourcePlace left = this;
        SourcePlace right = place;
        while (left != right) {
            if (left.isRoot() || right.isRoot()) {
                return left.isRoot() && right.isRoot();
            }
            if (!left.name.equals(right.name)) {
                return false;
            }
            left = left.parent;
            right = right.parent;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return hash;
    }

    /** Relative to the root, with {@code /} between names. */
    @Override
    public String toString() {
        Deque<String> names = new ArrayDeque<>();
        for (SourcePlace at = this; !at.isRoot(); at = at.parent) {
            names.addFirst(at.name);
        }
        return String.join("/", names);
    }
}
