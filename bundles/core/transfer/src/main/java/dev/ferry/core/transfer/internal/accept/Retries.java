package dev.ferry.core.transfer.internal.accept;

import dev.ferry.model.SessionTerms;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;

/** How often the blocks of one file were asked for again. */
final class Retries {
    static final int MOST = 3;
    private static final int SMALLEST = 64 * 1024;

    private final boolean allowed;
    private final Map<Long, Integer> tries = new HashMap<>();

    /** @param allowed whether anything is asked for again at all */
    Retries(boolean allowed) {
        this.allowed = allowed;
    }

    /** A session that does not go on after a loss has fixed chunks, and what is wrong in it stays wrong. */
    static boolean allowed(SessionTerms terms) {
        return terms.resumable() && terms.chunking().adaptive();
    }

    /** Which try of the block at that place the next one is; empty: there is none. */
    OptionalInt next(long offset) {
        int number = tries.merge(offset, 1, Integer::sum);
        return allowed && number <= MOST ? OptionalInt.of(number) : OptionalInt.empty();
    }

    /** What a block is halved to for that try. */
    static int chunkBytes(int blockBytes, int number) {
        return Math.min(blockBytes, Math.max(SMALLEST, blockBytes >> number));
    }
}
