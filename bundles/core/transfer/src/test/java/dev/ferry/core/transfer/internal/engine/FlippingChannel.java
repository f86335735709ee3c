package dev.ferry.core.transfer.internal.engine;

import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Turns bits round in the payload of data frames on their way, one in each frame that is chosen, and leaves everything else alone. */
final class FlippingChannel implements Consumer<ByteBuffer> {
    private static final int HEADER = 5 + 17;
    private static final byte DATA = 2;

    private final LongPredicate frames;
    private final ByteBuffer header = ByteBuffer.allocate(HEADER);
    private long left;
    private long count;
    private boolean flip;
    private final AtomicInteger flips;

    /**
     * One for each end.
     *
     * @param frames which of the data frames, by what their file offset is
     * @param flips  counts
     */
    FlippingChannel(LongPredicate frames, AtomicInteger flips) {
        this.frames = frames;
        this.flips = flips;
    }

    @Override
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (left > 0) {
                if (flip) {
                    bytes.put(bytes.position(), (byte) (bytes.get(bytes.position()) ^ 1 << count++ % 8));
                    flips.incrementAndGet();
                    flip = false;
                }
                int skipped = (int) Math.min(left, bytes.remaining());
                bytes.position(bytes.position() + skipped);
                left -= skipped;
            } else {
                header.put(bytes.get());
                read();
            }
        }
    }

    private void read() {
        if (header.position() < 5) {
            return;
        }
        boolean data = header.get(4) == DATA;
        if (!data) {
            left = header.getInt(0) - 1;
            header.clear();
        } else if (!header.hasRemaining()) {
            left = header.getInt(0) - 1 - 17;
            flip = left > 0 && frames.test(header.getLong(13));
            header.clear();
        }
    }
}
