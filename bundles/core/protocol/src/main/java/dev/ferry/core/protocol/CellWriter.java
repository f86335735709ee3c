package dev.ferry.core.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;

/** Puts frames into cells. Full ones leave at once, what does not fill one waits for {@link #flush}. One thread at a time. */
final class CellWriter implements FrameWriter.Outlet {
    /** Cells that leave in one write. */
    private static final int BATCH = 16;

    private final FrameWriter.Outlet outlet;
    /** Large once something is written: a stranger that is sent away costs nothing. */
    private ByteBuffer batch = ByteBuffer.allocate(0);
    /** Where in the batch the cell begins that is being filled. */
    private int cell;
    /** Since the last {@link #last}. */
    private long content;
    private long cells;

    CellWriter(FrameWriter.Outlet outlet) {
        this.outlet = outlet;
    }

    private void prepare() {
        if (!batch.isDirect()) {
            batch = ByteBuffer.allocateDirect(BATCH * Cells.SIZE);
            begin(0);
        }
    }

    private void begin(int at) {
        cell = at;
        batch.limit(at + Cells.SIZE).position(at + Cells.HEADER);
    }

    private int used() {
        return batch.position() - cell - Cells.HEADER;
    }

    @Override
    public void write(ByteBuffer... frames) throws IOException {
        prepare();
        for (ByteBuffer frame : frames) {
            content += frame.remaining();
            while (frame.hasRemaining()) {
                int room = Math.min(batch.remaining(), frame.remaining());
                batch.put(frame.slice(frame.position(), room));
                frame.position(frame.position() + room);
                if (!batch.hasRemaining()) {
                    end();
                }
            }
        }
        leave();
    }

    private void end() throws IOException {
        int used = used();
        batch.putShort(cell, (short) used);
        batch.put(Cells.zeros(batch.remaining()));
        cells++;
        if (cell + Cells.SIZE == batch.capacity()) {
            outlet.write(batch.flip());
            begin(0);
        } else {
            begin(cell + Cells.SIZE);
        }
    }

    /** Sends the cells that are full. */
    private void leave() throws IOException {
        if (cell == 0) {
            return;
        }
        int used = used();
        ByteBuffer rest = batch.slice(cell + Cells.HEADER, used);
        outlet.write(batch.slice(0, cell));
        begin(0);
        batch.put(rest);
    }

    /** Sends what waits for more. */
    void flush() throws IOException {
        prepare();
        if (used() > 0) {
            end();
        }
        leave();
    }

    /** Sends the last that is said for now, behind so much padding that how much it was is hidden: whoever reads it may close. */
    void last(ByteBuffer frame) throws IOException {
        flush();
        long own = (frame.remaining() + Cells.CONTENT - 1) / Cells.CONTENT;
        for (long padded = Cells.padded(content + frame.remaining(), cells + own) - own; cells < padded; ) {
            end();
        }
        write(frame);
        flush();
        content = 0;
        cells = 0;
    }
}
