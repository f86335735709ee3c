package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;

/** The directories from a folder to a place below it, held open one component at a time and never through a link. */
final class HeldWay implements Closeable {
    private final Deque<DirectoryHandle> opened = new ArrayDeque<>();
    private final DirectoryHandle last;

    private HeldWay(DirectoryHandle root, SafePath directory) throws IOException {
        DirectoryHandle at = root;
        try {
            for (String component : directory.components()) {
                at = at.openDirectory(component);
                opened.push(at);
            }
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
        this.last = at;
    }

    /** @throws java.nio.file.NoSuchFileException a component is not there */
    static HeldWay to(DirectoryHandle root, SafePath directory) throws IOException {
        return new HeldWay(root, directory);
    }

    DirectoryHandle directory() {
        return last;
    }

    @Override
    public void close() throws IOException {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
