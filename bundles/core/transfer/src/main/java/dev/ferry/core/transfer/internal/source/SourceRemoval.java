package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import java.io.IOException;
import java.security.SecureRandom;

/**
 * Removes at the source what arrived. A file gets another name first and is looked at under that: what took its name meanwhile is not removed in its stead. A process
 * that ends between the two leaves it under the other name, which is no hidden one.
 */
public final class SourceRemoval {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** What became of it. */
    public enum Result {
        /** It is not there any more. */
        REMOVED,
        /** It is not what was read, and stays. */
        CHANGED,
        /** It may not be removed, or the disk failed. */
        FAILED
    }

    private SourceRemoval() { }

    public static Result remove(SourceEntry.File file) {
        SourcePlace place = file.place();
        try (Directories.Lease parent = place.root().directories().lease(place.parent())) {
            if (!SourceFile.isSame(file, parent.handle().stat(place.name()))) {
                return parent.handle().stat(place.name()).isEmpty() ? Result.REMOVED : Result.CHANGED;
            }
            return remove(file, parent.handle(), place.name(), "ferry-moved-%016x".formatted(RANDOM.nextLong()));
        } catch (IOException e) {
            return Result.FAILED;
        }
    }

    private static Result remove(SourceEntry.File file, DirectoryHandle folder, String name, String aside) throws IOException {
        folder.move(name, folder, aside);
        try {
            if (SourceFile.isSame(file, folder.stat(aside))) {
                folder.deleteFile(aside);
                return Result.REMOVED;
            }
        } catch (IOException e) {
            back(folder, aside, name);
            throw e;
        }
        back(folder, aside, name);
        return Result.CHANGED;
    }

    /** Where another one has the name by now, both stay. */
    private static void back(DirectoryHandle folder, String aside, String name) throws IOException {
        if (folder.stat(name).isEmpty()) {
            folder.move(aside, folder, name);
        }
    }

    /** Only where nothing is in it. */
    public static void removeEmpty(SourceEntry.Folder entry) {
        SourcePlace place = entry.place();
        try (Directories.Lease parent = place.root().directories().lease(place.parent())) {
            parent.handle().deleteDirectory(place.name());
        } catch (IOException e) {
            // Something is in it, or it may not be removed: a folder holds nothing of its own.
        }
    }
}
