package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A directory that something is sent from, held open. */
final class SourceRoot implements Closeable {
    private static final int OPEN_DIRECTORIES = 32;

    private final DirectoryHandle handle;
    private final Directories directories;

    private SourceRoot(DirectoryHandle handle, OwnFolders own) {
        this.handle = handle;
        this.directories = new Directories(handle, OPEN_DIRECTORIES, own);
    }

    /**
     * Links on the way are followed: this device's own user named it.
     *
     * @param own folders in it that are not entered
     */
    static SourceRoot open(Path directory, OwnFolders own) throws IOException {
        return new SourceRoot(DirectoryHandle.open(directory), own);
    }

    Directories directories() {
        return directories;
    }

    @Override
    public void close() throws IOException {
        directories.close();
        handle.close();
    }
}
