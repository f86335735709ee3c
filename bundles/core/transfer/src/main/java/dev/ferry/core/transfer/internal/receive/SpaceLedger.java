package dev.ferry.core.transfer.internal.receive;

import dev.ferry.core.transfer.internal.disk.DiskException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Who has been promised how much of the free space of which file system, so that two transfers are not both promised the same. One for the whole device, shared
 * by all transfers; safe for use by several threads.
 */
public final class SpaceLedger {
    /** Stays free: directories, journals and other programs need some. */
    static final long MARGIN = 32L << 20;

    private final Map<Object, AtomicLong> promised = new HashMap<>();

    /** Outcome of asking for space. */
    public sealed interface Answer {
        /** Yes. Closing the reservation gives back what was not used. */
        record Reserved(Reservation reservation) implements Answer { }

        /**
         * No.
         *
         * @param needed    as asked for
         * @param available what could be had
         */
        record Refused(long needed, long available) implements Answer { }
    }

    /** Bytes promised to one transfer. */
    public static final class Reservation implements Closeable {
        private final AtomicLong promisedThere;
        private final AtomicLong left;

        private Reservation(AtomicLong promisedThere, long bytes) {
            this.promisedThere = promisedThere;
            this.left = new AtomicLong(bytes);
        }

        /** So many are on the disk now and count as used there. */
        public void used(long bytes) {
            long before = left.getAndUpdate(now -> Math.max(0, now - bytes));
            promisedThere.addAndGet(-Math.min(before, bytes));
        }

        @Override
        public void close() {
            promisedThere.addAndGet(-left.getAndSet(0));
        }
    }

    /**
     * Asks for space.
     *
     * @param folder exists, or its nearest existing parent counts
     * @param bytes  of content and what its files take beside it
     */
    public synchronized Answer reserve(Path folder, long bytes) throws DiskException {
        try {
            FileStore store = Files.getFileStore(nearestExisting(folder));
            AtomicLong there = promised.computeIfAbsent(store, s -> new AtomicLong());
            long available = Math.max(0, store.getUsableSpace() - there.get() - MARGIN);
            if (bytes > available) {
                return new Answer.Refused(bytes, available);
            }
            there.addAndGet(bytes);
            return new Answer.Reserved(new Reservation(there, bytes));
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** What is left there now, whoever it is promised to. */
    public long free(Path folder) throws DiskException {
        try {
            return Math.max(0, Files.getFileStore(nearestExisting(folder)).getUsableSpace() - MARGIN);
        } catch (IOException e) {
            throw DiskException.from(e);
        }
    }

    /** For showing a person. */
    public long available(Path folder) throws DiskException {
        return reserve(folder, Long.MAX_VALUE) instanceof Answer.Refused refused ? refused.available() : 0;
    }

    private static Path nearestExisting(Path folder) {
        Path at = folder.toAbsolutePath();
        while (!Files.exists(at)) {
            at = Objects.requireNonNull(at.getParent(), "The root exists");
        }
        return at;
    }
}
