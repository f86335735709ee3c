package dev.ferry.model;

import java.util.Set;
import java.util.TreeSet;

/**
 * What a device can do, as short names ({@code resume}, {@code zstd}, {@code words}). Names the other side does not know are ignored; what is
 * used is the intersection.
 *
 * @param names at most 64 names of the form {@code [a-z0-9-]{1,32}}
 */
public record Capabilities(Set<String> names) {
    public static final Capabilities NONE = new Capabilities(Set.of());

    public Capabilities {
        names = Set.copyOf(names);
        if (names.size() > 64) {
            throw new IllegalArgumentException("At most 64 capabilities, not " + names.size());
        }
        for (String name : names) {
            if (!name.matches("[a-z0-9-]{1,32}")) {
                throw new IllegalArgumentException("A capability is 1 to 32 of a-z, 0-9 and '-'");
            }
        }
    }

    /** What both sides can do. */
    public Capabilities intersect(Capabilities other) {
        Set<String> both = new TreeSet<>(names);
        both.retainAll(other.names);
        return new Capabilities(both);
    }

    public boolean has(String name) {
        return names.contains(name);
    }
}
