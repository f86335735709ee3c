package dev.ferry.core.transfer.internal.engine;

/** What is told to strangers before they consent. */
final class Padded {
    private Padded() { }

    /** Rounded up so that it tells little: at most one part in sixteen is added (the idea of Padmé, with fixed precision). */
    static long bytes(long bytes) {
        int precise = 64 - Long.numberOfLeadingZeros(bytes);
        long grain = 1L << Math.max(12, precise - 5);
        return bytes > Long.MAX_VALUE - grain ? Long.MAX_VALUE : (bytes + grain - 1) / grain * grain;
    }
}
