package dev.ferry.core.transfer.internal.accept;

import java.util.Arrays;

/** Where in the older version of a file its blocks were found. */
final class Origins {
    private static final long NOWHERE = -1;

    private final Shape shape;
    private final long oldLength;
    private long[] places = new long[0];

    /** From a place to another one in the older version. */
    record Gap(long from, long to) {
        long length() {
            return Math.max(0, to - from);
        }
    }

    Origins(Shape shape, long oldLength) {
        this.shape = shape;
        this.oldLength = oldLength;
    }

    void found(int block, long place) {
        if (block >= places.length) {
            int known = places.length;
            places = Arrays.copyOf(places, Math.min(shape.blocks(), Math.max(block + 1, 2 * known)));
            Arrays.fill(places, known, places.length, NOWHERE);
        }
        places[block] = place;
    }

    int memory() {
        return places.length * Long.BYTES;
    }

    /** Behind the block before that one. What was found elsewhere than in the older version counts as if it stood in its place there. */
    long after(int block) {
        return block == 0 ? 0 : place(block - 1) + shape.blockBytes();
    }

    private long place(int block) {
        return block < places.length && places[block] != NOWHERE ? places[block] : shape.start(block);
    }

    /** What lies there between the neighbours of these blocks. */
    Gap gap(int first, int end) {
        return new Gap(Math.min(oldLength, after(first)), end == shape.blocks() ? oldLength : Math.min(oldLength, place(end)));
    }
}
