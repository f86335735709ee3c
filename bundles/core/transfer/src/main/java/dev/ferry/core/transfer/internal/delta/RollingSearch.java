package dev.ferry.core.transfer.internal.delta;

import dev.ferry.core.transfer.internal.check.RollingHash;
import dev.ferry.core.transfer.internal.disk.DiskException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;

/** Looks for blocks at every place of a range of a file. Where one is found, it goes on behind it. One thread at a time. */
public final class RollingSearch {
    private static final int CHUNK = 256 * 1024;
    /** What comparing with one more block of the same hash costs, in bytes looked at. */
    public static final int CANDIDATE = 64;

    private final Reading old;
    private final int window;
    private final SumIndex index;
    private final MessageDigest sha256;
    private final Effort effort;
    private final Found found;
    private final RollingHash rolling;
    private final byte[] bytes;
    /** Place in the file of the first of the bytes, and how many there are. */
    private long base;
    private int filled;
    private int at;

    /** Where to look. */
    @FunctionalInterface
    public interface Reading {
        /** @return the bytes read, −1 at the end */
        int read(ByteBuffer target, long position) throws DiskException;
    }

    /** What becomes of what is found. */
    @FunctionalInterface
    public interface Found {
        /**
         * A block is there, perhaps not for the first time.
         *
         * @param content its bytes, for the time of the call
         * @param place   in the file that was looked at
         */
        void found(int block, ByteBuffer content, long place) throws DiskException;
    }

    /** @param window length of a block */
    public RollingSearch(Reading old, int window, SumIndex index, MessageDigest sha256, Effort effort, Found found) {
        this.old = old;
        this.window = window;
        this.index = index;
        this.sha256 = sha256;
        this.effort = effort;
        this.found = found;
        this.rolling = new RollingHash(window);
        this.bytes = new byte[window + Math.max(window, CHUNK)];
    }

    /** Looks at the blocks' worth of bytes at every place from the one to the other. */
    public void search(long from, long to) throws DiskException {
        base = from;
        filled = 0;
        at = 0;
        while (isFilled(window, to)) {
            long hash = RollingHash.add(0, bytes, at, window);
            while (!isHit(RollingHash.sum(hash))) {
                if (at + window == filled && !isFilled(window + 1, to)) {
                    return;
                }
                hash = rolling.roll(hash, bytes[at], bytes[at + window]);
                at++;
            }
            at += window;
        }
    }

    private boolean isHit(int hash) throws DiskException {
        int first = index.first(hash);
        return first >= 0 && isFound(first, hash);
    }

    private boolean isFound(int first, int hash) throws DiskException {
        if (!effort.spend(window)) {
            return false;
        }
        sha256.update(bytes, at, window);
        byte[] digest = sha256.digest();
        boolean any = false;
        for (int entry = first; index.has(entry, hash) && effort.spend(CANDIDATE); entry++) {
            int block = index.block(entry);
            if (index.isDigest(block, digest)) {
                found.found(block, ByteBuffer.wrap(bytes, at, window), base + at);
                any = true;
            }
        }
        return any;
    }

    /** Sees to it that so many bytes are there from the current place on, if the range and the effort have them. */
    private boolean isFilled(int needed, long to) throws DiskException {
        if (at + needed <= filled) {
            return true;
        }
        System.arraycopy(bytes, at, bytes, 0, filled - at);
        base += at;
        filled -= at;
        at = 0;
        ByteBuffer room = ByteBuffer.wrap(bytes, filled, (int) Math.min(bytes.length - filled, Math.max(0, to - base - filled)));
        int before = filled;
        for (int read = 0; read >= 0 && room.hasRemaining(); filled = room.position()) {
            read = old.read(room, base + room.position());
        }
        return effort.spend(filled - before) && filled >= needed;
    }
}
