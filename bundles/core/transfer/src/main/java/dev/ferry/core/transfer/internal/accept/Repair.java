package dev.ferry.core.transfer.internal.accept;

/** Decides whether what came wrong is asked for again; whoever follows the transfer hears of it. */
interface Repair {
    /** Of one chunk. */
    int MOST_TRIES = 3;
    int SMALLEST_CHUNK = 64 * 1024;

    /**
     * Something is not what was sent.
     *
     * @param number     which try the next one is, from 1
     * @param chunkBytes in what chunks it would come
     * @return whether there is a next one
     */
    boolean again(int number, int chunkBytes);

    /** Half of a chunk, down to 64 KiB. */
    static int smaller(int chunkBytes) {
        return Math.max(SMALLEST_CHUNK, chunkBytes / 2);
    }
}
