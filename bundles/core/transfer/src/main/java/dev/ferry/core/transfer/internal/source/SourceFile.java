package dev.ferry.core.transfer.internal.source;

import dev.ferry.core.transfer.internal.disk.Directories;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Optional;

/**
 * A file that is being sent: opened once, and the same all the while. The JDK cannot ask an open file who it is, so its name is asked through the directory's
 * handle before and after opening and again at the end; together with the open file's length that shows every change but one that is undone within
 * the time stamp's grain. Reading is for several threads.
 */
public final class SourceFile implements Closeable {
    private final SourceEntry.File entry;
    private final FileChannel channel;

    private SourceFile(SourceEntry.File entry, FileChannel channel) {
        this.entry = entry;
        this.channel = channel;
    }

    /** What came of opening a file. */
    public sealed interface Outcome {
        record Opened(SourceFile file) implements Outcome { }

        /** It is not the file that was looked at: changed, replaced, deleted. */
        record Changed() implements Outcome { }

        /** It may not be read, or the disk failed. */
        record Unreadable(DiskException why) implements Outcome { }
    }

    public static Outcome open(SourceEntry.File entry) {
        SourcePlace place = entry.place();
        try (Directories.Lease parent = place.root().directories().lease(place.parent())) {
            if (!isSame(entry, parent.handle().stat(place.name()))) {
                return new Outcome.Changed();
            }
            SourceFile file = new SourceFile(entry, parent.handle().openFile(place.name()));
            if (file.isUnchanged()) {
                return new Outcome.Opened(file);
            }
            file.close();
            return new Outcome.Changed();
        } catch (NoSuchFileException e) {
            return new Outcome.Changed();
        } catch (IOException e) {
            return new Outcome.Unreadable(DiskException.from(e));
        }
    }

    public SourceEntry.File entry() {
        return entry;
    }

    /**
     * Reads as much as the buffer has room for, or as the file has from there.
     *
     * @return false when the file ends before it should: it changed
     */
    public boolean read(ByteBuffer target, long position) throws DiskException {
        int wanted = (int) Math.min(target.remaining(), entry.size() - position);
        int limit = target.limit();
        target.limit(target.position() + wanted);
        try {
            for (long at = position; target.hasRemaining(); ) {
                int read = channel.read(target, at);
                if (read < 0) {
                    return false;
                }
                at += read;
            }
            return true;
        } catch (IOException e) {
            throw DiskException.from(e);
        } finally {
            target.limit(limit);
        }
    }

    /** Asked when the last byte was read and before the root is sent: what was read before is of this version of the file only if this is true. */
    public boolean isUnchanged() throws DiskException {
        SourcePlace place = entry.place();
        try (Directories.Lease parent = place.root().directories().lease(place.parent())) {
            return channel.size() == entry.size() && isSame(entry, parent.handle().stat(place.name()));
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    static boolean isSame(SourceEntry.File entry, Optional<PosixFileAttributes> now) {
        return now.filter(PosixFileAttributes::isRegularFile)
                .filter(attributes -> attributes.size() == entry.size() && attributes.lastModifiedTime().equals(entry.modified()))
                .filter(attributes -> FileIdentity.of(attributes).equals(entry.identity())).isPresent();
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
