package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/** A file of the folder, open for reading: what is received may be like it. Others may write to it at any time, so what was read of it counts and not what is in it. */
public final class StandingFile implements Closeable {
    private final FileChannel channel;
    private final PosixFileAttributes attributes;

    private StandingFile(FileChannel channel, PosixFileAttributes attributes) {
        this.channel = channel;
        this.attributes = attributes;
    }

    static Optional<StandingFile> open(DirectoryHandle directory, String name) throws IOException {
        Optional<PosixFileAttributes> there = directory.stat(name).filter(PosixFileAttributes::isRegularFile);
        if (there.isEmpty()) {
            return Optional.empty();
        }
        StandingFile file = new StandingFile(directory.openFile(name), there.get());
        if (directory.stat(name).map(FileIdentity::of).filter(FileIdentity.of(there.get())::equals).isPresent()) {
            return Optional.of(file);
        }
        file.close();
        return Optional.empty();
    }

    public long length() {
        return attributes.size();
    }

    public FileTime modified() {
        return attributes.lastModifiedTime();
    }

    /** As {@link PartFile#read}. */
    public int read(ByteBuffer target, long position) throws DiskException {
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    @Override
    public void close() throws DiskException {
        try {
            channel.close();
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }
}
