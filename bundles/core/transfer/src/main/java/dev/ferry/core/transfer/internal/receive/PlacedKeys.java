package dev.ferry.core.transfer.internal.receive;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The keys of entries that were placed by earlier transfers, some sixteen bytes for each: there may be millions. A key is never 0. Not safe for use by several threads while
 * something is put in.
 */
public final class PlacedKeys {
    private long[] keys = new long[64];
    private BitSet done = new BitSet();
    private int size;
    private final Map<Long, String> renamed = new HashMap<>();

    /** Takes one key after the other. */
    @FunctionalInterface
    interface Taker<E extends Exception> {
        /** @param name where it stands instead of under its own name; else empty */
        void take(long key, String name) throws E;
    }

    /**
     * Puts it in, or says anew what is known of it.
     *
     * @param name where it stands instead of under its own name; else empty
     * @param same whether it was placed by this very transfer
     */
    void put(long key, String name, boolean same) {
        int slot = slot(key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        done.set(slot, done.get(slot) || same);
        if (name.isEmpty()) {
            renamed.remove(key);
        } else {
            renamed.put(key, name);
        }
        if (size * 3L > keys.length * 2L) {
            grow();
        }
    }

    private void grow() {
        long[] old = keys;
        BitSet oldDone = done;
        keys = new long[old.length * 2];
        done = new BitSet(keys.length);
        for (int i = 0; i < old.length; i++) {
            if (old[i] != 0) {
                int slot = slot(old[i]);
                keys[slot] = old[i];
                done.set(slot, oldDone.get(i));
            }
        }
    }

    /** Where the key is, or the free place where it belongs. Keys are pieces of digests, so that any bits of them are good. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    public int size() {
        return size;
    }

    public boolean isEmpty() {
        return size == 0;
    }

    public boolean contains(long key) {
        return keys[slot(key)] != 0;
    }

    /** Whether it was placed by this very transfer: durable, and perhaps receipted. */
    public boolean isDone(long key) {
        return done.get(slot(key));
    }

    /** Where it stands, if not under its own name. */
    public Optional<String> name(long key) {
        return Optional.ofNullable(renamed.get(key));
    }

    <E extends Exception> void each(Taker<E> taker) throws E {
        for (long key : keys) {
            if (key != 0) {
                taker.take(key, renamed.getOrDefault(key, ""));
            }
        }
    }
}
