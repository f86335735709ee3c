package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.transfer.internal.disk.PartNames;
import java.util.List;
import java.util.Optional;

/**
 * A path in a reference as the other device says it, judged before anything is opened: names that each mean one entry of one folder, and nothing of Ferry's own.
 *
 * @param names at least one
 */
record ReferencePath(List<String> names) {
    static final int MAX_CHARS = 64 * 1024;
    private static final int MAX_DEPTH = 1024;

    static Optional<ReferencePath> of(String said) {
        if (said.isEmpty() || said.length() > MAX_CHARS) {
            return Optional.empty();
        }
        List<String> names = List.of(said.split("/", -1));
        return names.size() <= MAX_DEPTH && names.stream().allMatch(ReferencePath::isName) ? Optional.of(new ReferencePath(names)) : Optional.empty();
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && !name.equals(".") && !name.equals("..") && name.indexOf('\0') < 0 && !hasLoneSurrogate(name) && !PartNames.isStaging(name);
    }

    private static boolean hasLoneSurrogate(String name) {
        return name.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE);
    }

    /** Whether this is that path or below it. */
    boolean isWithin(ReferencePath other) {
        return names.size() >= other.names.size() && names.subList(0, other.names.size()).equals(other.names);
    }

    @Override
    public String toString() {
        return String.join("/", names);
    }
}
