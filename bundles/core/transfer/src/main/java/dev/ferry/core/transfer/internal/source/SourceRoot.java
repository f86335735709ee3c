package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/** A directory that something is sent from, held open. */
final class SourceRoot implements Closeable {
    private static final int OPEN_DIRECTORIES = 32;

    private final DirectoryHandle handle;
    private final Directories directories;

    private SourceRoot(DirectoryHandle handle) {
        this.handle = handle;
        this.directories = new Directories(handle, OPEN_DIRECTORIES);
    }

    /** Links on the way are followed: this device's own user named it. */
    static SourceRoot open(Path directory) throws IOException {
        return new SourceRoot(DirectoryHandle.open(directory));
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
