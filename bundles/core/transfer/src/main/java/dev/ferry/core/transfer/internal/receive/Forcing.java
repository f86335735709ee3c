package dev.ferry.core.transfer.internal.receive;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Makes things durable at the smaller cost. A few are forced one by one; from what they took, and from what asking the whole disk took before, it decides about the rest. A disk
 * that has to wait for each is asked once for all from a handful on; where a force costs next to nothing, starting a process that asks costs more than a thousand of them.
 * One for all transfers; safe for use by several threads.
 */
public final class Forcing {
    private static final int SAMPLE = 4;
    /** What starting a process takes at least. */
    private static final long LEAST_NANOS = 10_000_000;

    private final DiskSync disk;
    private final LongSupplier nanoTime;
    /** What asking is expected to take. Others' unwritten data makes it long for a while, so it is forgotten bit by bit. */
    private long askingNanos = LEAST_NANOS;

    public Forcing(DiskSync disk, LongSupplier nanoTime) {
        this.disk = disk;
        this.nanoTime = nanoTime;
    }

    /**
     * @param whole leads to the file system that all of them are on; empty: they are forced one by one
     * @param force one of them; reports its own failure
     */
    <T> void all(List<T> things, Optional<Path> whole, Consumer<T> force) {
        Iterator<T> rest = things.iterator();
        if (whole.isPresent() && things.size() > SAMPLE) {
            long begin = nanoTime.getAsLong();
            for (int i = 0; i < SAMPLE; i++) {
                force.accept(rest.next());
            }
            long each = (nanoTime.getAsLong() - begin) / SAMPLE;
            if (isAsked((things.size() - SAMPLE) * each) && isSynced(whole.get())) {
                return;
            }
        }
        rest.forEachRemaining(force);
    }

    private synchronized boolean isAsked(long forcingNanos) {
        boolean asked = forcingNanos > askingNanos;
        if (!asked) {
            askingNanos -= (askingNanos - LEAST_NANOS) / 8;
        }
        return asked;
    }

    private boolean isSynced(Path whole) {
        long begin = nanoTime.getAsLong();
        boolean synced = disk.sync(whole);
        long took = nanoTime.getAsLong() - begin;
        synchronized (this) {
            askingNanos = Math.max(LEAST_NANOS, took);
        }
        return synced;
    }
}
