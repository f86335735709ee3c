package dev.ferry.core.transfer.internal.engine;

import java.nio.ByteBuffer;
import java.util.function.Consumer;

/** Shows what is in cells to who wants to see frames: parts of the very bytes, so that they can be changed. */
final class CellTap implements Consumer<ByteBuffer> {
    private static final int CELL = 16 * 1024;
    private static final int HEADER = 2;

    private final Consumer<ByteBuffer> frames;
    private int at;
    private int used;

    CellTap(Consumer<ByteBuffer> frames) {
        this.frames = frames;
    }

    @Override
    public void accept(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            if (at < HEADER) {
                used = used << 8 | bytes.get() & 0xff;
                at++;
                continue;
            }
            int content = Math.max(0, Math.min(bytes.remaining(), HEADER + used - at));
            int step = content > 0 ? content : Math.min(bytes.remaining(), CELL - at);
            if (content > 0) {
                frames.accept(bytes.slice(bytes.position(), content));
            }
            bytes.position(bytes.position() + step);
            at += step;
            if (at == CELL) {
                at = 0;
                used = 0;
            }
        }
    }
}
