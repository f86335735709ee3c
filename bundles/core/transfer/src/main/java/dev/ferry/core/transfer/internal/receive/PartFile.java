package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DirectoryHandle;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.disk.DiskFault;
import dev.ferry.core.transfer.internal.disk.FileIdentity;
import dev.ferry.core.transfer.internal.disk.PartNames;
import dev.ferry.core.transfer.internal.names.SafePath;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A file that is being received: hidden, readable by its owner alone, without its name. Several threads may write different ranges; sealing and discarding
 * is for one thread, after the last write.
 */
public final class PartFile {
    private final Staging staging;
    private final String part;
    private final SafePath target;
    private final long length;
    private final Optional<FileTime> modified;
    private final Optional<Set<PosixFilePermission>> mode;
    private final FileChannel channel;
    private final FileIdentity identity;
    private final OptionalLong key;
    private boolean forced;

    /**
     * @param mode empty: that of an ordinary new file
     * @param key under which a later transfer finds it again; what is there under it already is gone on with
     */
    PartFile(Staging staging, SafePath target, long length, Optional<FileTime> modified, Optional<Set<PosixFilePermission>> mode, OptionalLong key) throws IOException {
        this.staging = staging;
        this.part = key.isPresent() ? PartNames.keyed(key.getAsLong()) : staging.nextName();
        this.target = target;
        this.length = length;
        this.modified = modified;
        this.mode = mode;
        this.key = key;
        this.channel = open(staging, part, length);
        try {
            this.identity = FileIdentity.of(staging.handle().stat(part).orElseThrow(PartFile::interference));
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static FileChannel open(Staging staging, String part, long length) throws IOException {
        try {
            return staging.createPart(part);
        } catch (FileAlreadyExistsException e) {
            FileChannel before = staging.openPart(part);
            try {
                return before.truncate(length);
            } catch (IOException | RuntimeException ex) {
                before.close();
                throw ex;
            }
        }
    }

    /** Where it shall go. */
    public SafePath target() {
        return target;
    }

    /** Announced, and exact. */
    public long length() {
        return length;
    }

    /**
     * Writes all that remains in the buffer; direct buffers are not copied.
     *
     * @throws DiskException {@link DiskFault#WRONG_LENGTH} when it would reach beyond the announced length; {@link DiskFault#NO_SPACE}: what was
     *     written before stays, and the same call may be tried again
     */
    public void write(ByteBuffer bytes, long position) throws DiskException {
        if (position < 0 || position > length - bytes.remaining()) {
            throw new DiskException(DiskFault.WRONG_LENGTH, "More bytes than announced");
        }
        ByteBuffer rest = bytes.duplicate();
        try {
            for (long at = position; rest.hasRemaining(); ) {
                at += channel.write(rest, at);
            }
        } catch (IOException e) {
            throw DiskException.from(e);
        }
        bytes.position(bytes.limit());
    }

    /**
     * Reads back, for a check of what was written.
     *
     * @return the bytes read, −1 at the end
     */
    public int read(ByteBuffer target, long position) throws DiskException {
        try {
            return channel.read(target, position);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /**
     * Ends writing: the length must be the announced one. The file gets its mode, or without one that of an ordinary new file and no right to
     * execute, and its time.
     *
     * @param force whether its bytes are made durable now, which may take long; otherwise {@link GroupCommit} sees to it
     */
    public void seal(boolean force) throws DiskException {
        try (channel) {
            if (channel.size() != length) {
                throw new DiskException(DiskFault.WRONG_LENGTH, "Fewer bytes than announced");
            }
            staging.dress(part, mode, modified);
            if (force) {
                channel.force(true);
                forced = true;
            }
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** Lets it lie where it is. Idempotent. */
    public void leave() throws DiskException {
        try {
            channel.close();
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** Gives up: removes the file, unless another one stands in its place. Idempotent. */
    public void discard() throws DiskException {
        try (channel) {
            Optional<PosixFileAttributes> there = staging.handle().stat(part);
            if (there.isPresent() && FileIdentity.of(there.get()).equals(identity)) {
                staging.handle().deleteFile(part);
            }
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    boolean isForced() {
        return forced;
    }

    /** After sealing. Flushes what any descriptor wrote to it. */
    void force() throws IOException {
        try (FileChannel file = staging.handle().openFile(part)) {
            file.force(true);
        }
        forced = true;
    }

    OptionalLong key() {
        return key;
    }

    FileIdentity identity() {
        return identity;
    }

    String device() {
        return staging.device();
    }

    void moveTo(DirectoryHandle directory, String name) throws IOException {
        staging.handle().move(part, directory, name);
    }

    private static DiskException interference() {
        return new DiskException(DiskFault.INTERFERENCE, "Another program removed a file of Ferry");
    }
}
