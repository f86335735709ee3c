package dev.ferry.core.transfer.internal.names;

import java.util.ArrayList;
import java.util.List;

/**
 * A relative path every component of which passed {@link NameRules}. Nothing outside this package can make one from text, so what takes a {@code SafePath}
 * cannot be handed a peer's raw name.
 */
public final class SafePath {
    /** The folder itself. */
    public static final SafePath ROOT = new SafePath(List.of());

    private final List<String> components;

    SafePath(List<String> components) {
        this.components = List.copyOf(components);
    }

    public List<String> components() {
        return components;
    }

    public boolean isRoot() {
        return components.isEmpty();
    }

    /** Last component; the root has none. */
    public String name() {
        return components.get(components.size() - 1);
    }

    /** The directory that holds it; of the root, the root. */
    public SafePath parent() {
        return isRoot() ? ROOT : new SafePath(components.subList(0, components.size() - 1));
    }

    /** The first {@code depth} components. */
    public SafePath prefix(int depth) {
        return new SafePath(components.subList(0, depth));
    }

    /** The same place under another number: {@code name (2).ext}. */
    public SafePath numbered(int number, boolean directory) {
        return sibling(directory ? Stem.directory(name()).numbered(number) : Stem.file(name()).numbered(number));
    }

    /** The name that a replaced file is kept under: {@code name (old).ext}, {@code name (old 2).ext}. */
    public SafePath version(int number) {
        return sibling(Stem.file(name()).marked(number == 1 ? "old" : "old " + number));
    }

    private SafePath sibling(String name) {
        List<String> changed = new ArrayList<>(components);
        changed.set(changed.size() - 1, name);
        return new SafePath(changed);
    }

    SafePath child(String name) {
        List<String> longer = new ArrayList<>(components.size() + 1);
        longer.addAll(components);
        longer.add(name);
        return new SafePath(longer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SafePath path && components.equals(path.components);
    }

    @Override
    public int hashCode() {
        return components.hashCode();
    }

    /** With {@code /} between components; safe for a terminal, a log and a page as far as {@link NameRules} makes names so. */
    @Override
    public String toString() {
        return String.join("/", components);
    }
}
