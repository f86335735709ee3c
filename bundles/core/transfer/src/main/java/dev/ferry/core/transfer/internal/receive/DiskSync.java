package dev.ferry.core.transfer.internal.receive;

import java.nio.file.Path;

/** Makes everything durable that was written to one file system. */
@FunctionalInterface
public interface DiskSync {
    /** For systems that have none: every file is forced by itself. */
    DiskSync NONE = folder -> false;

    /**
     * Waits until everything written so far to the file system of that folder is durable.
     *
     * @param folder a path that certainly means the folder
     * @return false when it cannot, or an error occurred: then each file is forced by itself, which reports the error where it belongs
     */
    boolean sync(Path folder);
}
