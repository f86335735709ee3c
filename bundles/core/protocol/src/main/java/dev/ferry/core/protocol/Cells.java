package dev.ferry.core.protocol;

import dev.ferry.core.protocol.wire.Control;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import java.util.Set;

/** The form of cells (PROTOCOL.md, "Cells"): {@code u16 used}, so many bytes of content, zeros. */
final class Cells {
    /** One TLS record holds one. */
    static final int SIZE = 16 * 1024;
    static final int HEADER = 2;
    static final int CONTENT = SIZE - HEADER;

    private static final int LEAST = 4;
    private static final int PRECISE_FROM = 64;
    /** Cells that left before they were full, because somebody waited for what was in them. */
    private static final int SPARE = 3;
    private static final int SPARE_PART = 64;

    /** After these the other side has the word for a while, or for good: how much was said before is hidden. */
    private static final Set<Control.OfCase> LAST_WORDS = EnumSet.of(Control.OfCase.MANIFEST_END, Control.OfCase.SOURCE_END, Control.OfCase.REJECT, Control.OfCase.FINISHED);

    private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(SIZE).asReadOnlyBuffer();

    private Cells() { }

    static ByteBuffer zeros(int count) {
        return ZEROS.slice(0, count);
    }

    static boolean isLastWord(Control control) {
        return LAST_WORDS.contains(control.getOfCase());
    }

    /** Whether a side that hides how much it said up to a last word could have sent so many cells for so much content. */
    static boolean isPadded(long content, long sent) {
        return sent == step(sent) && sent >= padded(content, 0);
    }

    /**
     * How many cells stand for so much content up to a last word: some to spare, so that when they were sent does not change their number, and rounded up so that it tells little.
     *
     * @param sent at least so many
     */
    static long padded(long content, long sent) {
        long full = (content + CONTENT - 1) / CONTENT;
        return step(Math.max(sent, full + SPARE + full / SPARE_PART));
    }

    /** A power of two up to {@value #PRECISE_FROM}, then at most one part in sixteen more. */
    private static long step(long cells) {
        int bits = 64 - Long.numberOfLeadingZeros(Math.max(LEAST, cells) - 1);
        long grain = 1L << (cells <= PRECISE_FROM ? bits : bits - 5);
        return (cells + grain - 1) / grain * grain;
    }
}
