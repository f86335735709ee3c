package dev.ferry.core.store.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Says that this process has the database. A file of its own, because on POSIX systems closing any handle to a file gives up every lock that the process holds on it:
 * whoever as much as looked at the database file would unlock it.
 */
final class HomeLock implements AutoCloseable {
    /** Handles that must not be closed, for the same reason: somebody else in this process holds the lock. */
    private static final Queue<FileChannel> NEVER_CLOSED = new ConcurrentLinkedQueue<>();
    private static final int LONGEST_PID = 20;

    private final FileChannel channel;

    private HomeLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @return empty where somebody has it */
    static Optional<HomeLock> tryAcquire(Path file) throws IOException {
        PrivateFiles.prepare(file);
        FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                return Optional.empty();
            }
            channel.truncate(0).write(ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return Optional.of(new HomeLock(channel));
        } catch (OverlappingFileLockException e) {
            NEVER_CLOSED.add(channel);
            return Optional.empty();
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Process id of whoever has it, as far as can be seen. */
    static Optional<String> holder(Path file) {
        // Not closed where it is ours: see above.
        try {
            FileChannel channel = FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            ByteBuffer pid = ByteBuffer.allocate(LONGEST_PID);
            channel.read(pid);
            String holder = new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
            if (holder.equals(String.valueOf(ProcessHandle.current().pid()))) {
                NEVER_CLOSED.add(channel);
            } else {
                channel.close();
            }
            return Optional.of(holder).filter(text -> text.matches("[0-9]{1,20}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
