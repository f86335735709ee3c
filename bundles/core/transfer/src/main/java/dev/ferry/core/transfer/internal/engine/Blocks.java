package dev.ferry.core.transfer.internal.engine;

import dev.ferry.model.SessionTerms;

/** Sizes that go into an offer. */
final class Blocks {
    /** Measured: smaller ones cost checks, larger ones cost more to send again. */
    private static final int USUAL = 1024 * 1024;
    /** The most that the wire allows. */
    private static final int LARGEST = 4 * 1024 * 1024;

    private Blocks() { }

    static int size(SessionTerms.Chunking chunking) {
        int wanted = chunking.adaptive() ? Math.max(chunking.smallest(), USUAL) : chunking.largest();
        return Math.min(LARGEST, Math.min(chunking.largest(), wanted));
    }

    /** Rounded up so that it tells little: at most one part in sixteen is added (the idea of Padmé, with fixed precision). */
    static long padded(long bytes) {
        int precise = 64 - Long.numberOfLeadingZeros(bytes);
        long grain = 1L << Math.max(12, precise - 5);
        return bytes > Long.MAX_VALUE - grain ? Long.MAX_VALUE : (bytes + grain - 1) / grain * grain;
    }
}
