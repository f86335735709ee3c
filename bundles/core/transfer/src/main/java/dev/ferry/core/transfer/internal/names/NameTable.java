package dev.ferry.core.transfer.internal.names;

/**
 * The names taken in one directory of one transfer. Some twenty bytes an entry, because a directory may have a million of them: what is kept of a name is a
 * 64-bit hash of its {@link CollisionKey}. Two keys with one hash cost a needless number in a name, nothing else.
 */
final class NameTable {
    private long[] keys = new long[16];
    /** Beside each key, the last number given under it. */
    private int[] numbers = new int[16];
    private int size;

    /** A name that nothing in this directory has yet: the wanted one, else the wanted one with a number. */
    String take(String wanted, boolean directory) {
        int slot = slot(hash(CollisionKey.of(wanted)));
        if (numbers[slot] == 0) {
            occupy(slot, hash(CollisionKey.of(wanted)), 1);
            return wanted;
        }
        Stem stem = directory ? Stem.directory(wanted) : Stem.file(wanted);
        for (int number = numbers[slot] + 1; ; number++) {
            String candidate = stem.numbered(number);
            long key = hash(CollisionKey.of(candidate));
            int free = slot(key);
            if (numbers[free] == 0) {
                numbers[slot] = number;
                occupy(free, key, 1);
                return candidate;
            }
        }
    }

    private void occupy(int slot, long key, int number) {
        keys[slot] = key;
        numbers[slot] = number;
        if (++size * 3 > keys.length * 2) {
            grow();
        }
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldNumbers = numbers;
        keys = new long[oldKeys.length * 2];
        numbers = new int[oldKeys.length * 2];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldNumbers[i] != 0) {
                int slot = slot(oldKeys[i]);
                keys[slot] = oldKeys[i];
                numbers[slot] = oldNumbers[i];
            }
        }
    }

    /** Where the key is, or the free place where it belongs. */
    private int slot(long key) {
        int mask = keys.length - 1;
        int slot = (int) key & mask;
        while (numbers[slot] != 0 && keys[slot] != key) {
            slot = slot + 1 & mask;
        }
        return slot;
    }

    /** FNV-1a over the characters, then the finaliser of MurmurHash3 so that the low bits are good too. */
    private static long hash(String key) {
        long h = 0xcbf29ce484222325L;
        for (int i = 0; i < key.length(); i++) {
            h = (h ^ key.charAt(i)) * 0x100000001b3L;
        }
        h = (h ^ h >>> 33) * 0xff51afd7ed558ccdL;
        h = (h ^ h >>> 33) * 0xc4ceb9fe1a85ec53L;
        return h ^ h >>> 33;
    }
}
