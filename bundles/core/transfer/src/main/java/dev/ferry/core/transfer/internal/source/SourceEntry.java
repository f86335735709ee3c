package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.FileIdentity;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** One entry of a walk. */
public sealed interface SourceEntry {
    /** As the receiver is told, with {@code /} between components; of what is skipped, escaped. */
    String path();

    /**
     * A file.
     *
     * @param size     when it was looked at
     * @param modified then
     */
    record File(String path, long size, FileTime modified, Set<PosixFilePermission> mode, FileIdentity identity, SourcePlace place) implements SourceEntry {
        @Override
        public String toString() {
            return "File[" + path + ", " + size + "]";
        }
    }

    /** A folder; comes before what is in it. */
    record Folder(String path, FileTime modified, Set<PosixFilePermission> mode, SourcePlace place) implements SourceEntry {
        @Override
        public String toString() {
            return "Folder[" + path + "]";
        }
    }

    /** Something that is not sent. */
    record Skipped(String path, SkipReason reason) implements SourceEntry { }
}
