package dev.ferry.core.transfer.internal.check;

/** What blocks are checked with. The constants' codes are those of the wire. */
public enum CheckAlgorithm {
    /** Inside an authenticated link: guards against faults of memory, disk and software. Sixteen bytes, keyed per transfer. */
    XXH3_128(1, 16),
    /** Wherever a block of one version, peer or time may stand in for another. */
    SHA_256(2, 32);

    private final int code;
    private final int bytes;

    CheckAlgorithm(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    public int code() {
        return code;
    }

    /** Length of one check. */
    public int bytes() {
        return bytes;
    }
}
