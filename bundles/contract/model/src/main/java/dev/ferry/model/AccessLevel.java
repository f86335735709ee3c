package dev.ferry.model;

/** What the holder of a reference may do with the files that it leads to. Each level includes those before it. */
public enum AccessLevel {
    /** See names, sizes and times. */
    LIST_ONLY,
    /** And fetch contents. */
    READ_ONLY,
    /** And put files into it: beside what is there, never in its place. */
    READ_WRITE;

    public boolean includes(AccessLevel other) {
        return compareTo(other) >= 0;
    }
}
