package dev.ferry.core.transfer.internal.disk;

/** A place in a tree of directories, as a chain of names. Equal chains are equal. */
public interface Place {
    /** Of the root, the root. */
    Place parent();

    /** Of the root, empty. */
    String name();

    boolean isRoot();
}
