package dev.ferry.core.transfer.internal.names;

import dev.ferry.core.transfer.internal.disk.Place;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A relative path every component of which passed {@link NameRules}. Nothing outside this package can make one from text, so what takes a {@code SafePath}
 * cannot be handed a peer's raw name. Paths below one directory share its object: a path costs its last name, however deep it is.
 */
public final class SafePath implements Place {
    /** The folder itself. */
    public static final SafePath ROOT = new SafePath();

    private final SafePath parent;
    private final String name;
    private final int depth;
    private final int hash;

    private SafePath() {
        this.parent = this;
        this.name = "";
        this.depth = 0;
        this.hash = 1;
    }

    private SafePath(SafePath parent, String name) {
        this.parent = parent;
        this.name = name;
        this.depth = parent.depth + 1;
        this.hash = 31 * parent.hash + name.hashCode();
    }

    static SafePath of(List<String> components) {
        SafePath path = ROOT;
        for (String component : components) {
            path = path.child(component);
        }
        return path;
    }

    SafePath child(String childName) {
        return new SafePath(this, childName);
    }

    @Override
    public boolean isRoot() {
        return depth == 0;
    }

    /** Last component; of the root, empty. */
    @Override
    public String name() {
        return name;
    }

    /** The directory that holds it; of the root, the root. */
    @Override
    public SafePath parent() {
        return parent;
    }

    /** How many components. */
    public int depth() {
        return depth;
    }

    public List<String> components() {
        Deque<String> names = new ArrayDeque<>(depth);
        for (SafePath at = this; !at.isRoot(); at = at.parent) {
            names.addFirst(at.name);
        }
        return List.copyOf(names);
    }

    /** The same place under another number: {@code name (2).ext}. */
    public SafePath numbered(int number, boolean directory) {
        return parent.child((directory ? Stem.directory(name) : Stem.file(name)).numbered(number));
    }

    /** The name that a replaced file is kept under: {@code name (old).ext}, {@code name (old 2).ext}. */
    public SafePath version(int number) {
        return parent.child(Stem.file(name).marked(number == 1 ? "old" : "old " + number));
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof SafePath path) || path.depth != depth || path.hash != hash) {
            return false;
        }
        SafePath left = this;
        SafePath right = path;
        while (left != right) {
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

    /** With {@code /} between components; safe for a terminal, a log and a page as far as {@link NameRules} makes names so. */
    @Override
    public String toString() {
        return String.join("/", components());
    }
}
