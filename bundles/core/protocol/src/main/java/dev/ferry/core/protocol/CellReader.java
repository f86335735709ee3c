package dev.ferry.core.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes frames out of cells, and sees to it that how much was said is hidden. One thread. */
final class CellReader implements FrameReader.Inlet {
    private static final int BATCH = 16;

    private final FrameReader.Inlet inlet;
    /** Cells, from its position on. Large once something is read: a stranger that is sent away costs nothing. */
    private ByteBuffer raw;
    /** Of the cell that is being read. */
    private ByteBuffer content = ByteBuffer.allocate(0);
    /** Since the last {@link #last}. */
    private long bytes;
    private long cells;

    /** @param before what came already */
    CellReader(FrameReader.Inlet inlet, ByteBuffer before) {
        this.inlet = inlet;
        this.raw = ByteBuffer.allocate(before.remaining()).put(before).flip();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!content.hasRemaining()) {
            if (raw.remaining() < Cells.SIZE && !fill()) {
                return -1;
            }
            content = next();
        }
        int taken = Math.min(content.remaining(), target.remaining());
        target.put(content.slice(content.position(), taken));
        content.position(content.position() + taken);
        return taken;
    }

    private boolean fill() throws IOException {
        if (raw.isDirect()) {
            raw.compact();
        } else {
            raw = ByteBuffer.allocateDirect(BATCH * Cells.SIZE + raw.remaining()).put(raw);
        }
        int read = 0;
        while (raw.position() < Cells.SIZE && read >= 0) {
            read = inlet.read(raw);
        }
        raw.flip();
        return raw.remaining() >= Cells.SIZE;
    }

    private ByteBuffer next() throws ProtocolException {
        int start = raw.position();
        int used = Short.toUnsignedInt(raw.getShort(start));
        int padding = Cells.CONTENT - used;
        if (padding < 0) {
            throw new ProtocolException("A cell says that " + used + " bytes of it are used");
        }
        if (!raw.slice(start + Cells.SIZE - padding, padding).equals(Cells.zeros(padding))) {
            throw new ProtocolException("A cell is not filled up with zeros");
        }
        raw.position(start + Cells.SIZE);
        bytes += used;
        cells++;
        return raw.slice(start + Cells.HEADER, used);
    }

    /**
     * What was read just now is the last that the other side says for now. What is hidden is as much about this side as about the other: a sender that does not hide it is not
     * listened to.
     *
     * @param behind whether more of what was read stands behind it
     */
    void last(boolean behind) throws ProtocolException {
        if (behind || content.hasRemaining()) {
            throw new ProtocolException("Something stands behind a last word in its cell");
        }
        if (!Cells.isPadded(bytes, cells)) {
            throw new ProtocolException("There were " + cells + " cells up to a last word, which tells how much they held");
        }
        bytes = 0;
        cells = 0;
    }
}
