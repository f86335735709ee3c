package dev.ferry.core.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Takes frames out of cells. One thread. */
final class CellReader implements FrameReader.Inlet {
    private static final int BATCH = 16;

    private final FrameReader.Inlet inlet;
    private final ByteBuffer zeros = ByteBuffer.allocateDirect(Cells.SIZE);
    /** Cells, from its position on. */
    private final ByteBuffer raw;
    /** Of the cell that is being read. */
    private ByteBuffer content = ByteBuffer.allocate(0);

    /** @param before what came already */
    CellReader(FrameReader.Inlet inlet, ByteBuffer before) {
        this.inlet = inlet;
        this.raw = ByteBuffer.allocateDirect(BATCH * Cells.SIZE + before.remaining()).put(before).flip();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        while (!content.hasRemaining()) {
            if (raw.remaining() < Cells.SIZE && !fill()) {
                return -1;
            }
            content = next();
        }
        int bytes = Math.min(content.remaining(), target.remaining());
        target.put(content.slice(content.position(), bytes));
        content.position(content.position() + bytes);
        return bytes;
    }

    private boolean fill() throws IOException {
        raw.compact();
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
        if (!raw.slice(start + Cells.SIZE - padding, padding).equals(zeros.slice(0, padding))) {
            throw new ProtocolException("A cell is not filled up with zeros");
        }
        raw.position(start + Cells.SIZE);
        return raw.slice(start + Cells.HEADER, used);
    }
}
