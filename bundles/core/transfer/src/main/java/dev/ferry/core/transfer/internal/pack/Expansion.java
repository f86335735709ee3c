package dev.ferry.core.transfer.internal.pack;

/** How far the payload of one stream on one connection may grow where it arrives: the same count on both sides, of every frame that is sent. One thread. */
final class Expansion {
    /** Until here it may grow in any way that a frame can. */
    private static final long FREE_BYTES = 1 << 20;
    private static final int MOST = 200;

    private long wire;
    private long plain;

    /** @return whether so many more bytes on the wire may stand for so many of the file; if so, they are counted */
    boolean add(int payload, int length) {
        boolean within = payload == length || plain + length <= FREE_BYTES || plain + length <= MOST * (wire + payload);
        if (within) {
            wire += payload;
            plain += length;
        }
        return within;
    }
}
