package dev.ferry.core.protocol;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Writes frames to a channel. Any thread; a frame is one write of the channel, so frames never mix. A write blocks while the other side does not read. In cells, what does not
 * fill one stays until {@link #flush}, until more is written, or until a message after which its sender falls silent.
 */
public final class FrameWriter {
    /** Where frames go: whole ones, one call at a time. */
    public interface Outlet {
        /** Blocks while too much is on its way. The buffers are reusable when it returns. */
        void write(ByteBuffer... frames) throws IOException;
    }

    private Outlet outlet;
    private Optional<CellWriter> cells = Optional.empty();
    /** Fair: a control message waits for at most one data frame. */
    private final ReentrantLock lock = new ReentrantLock(true);

    public FrameWriter(Channel channel) {
        this.outlet = channel::write;
    }

    /**
     * Lets all further frames go somewhere else.
     *
     * @return where they went
     */
    public Outlet divert(Outlet next) {
        lock.lock();
        try {
            Outlet before = outlet;
            outlet = next;
            return before;
        } finally {
            lock.unlock();
        }
    }

    /** What is written from now on goes in cells (PROTOCOL.md, "Cells"). Once. */
    public void inCells() {
        lock.lock();
        try {
            CellWriter made = new CellWriter(outlet);
            outlet = made;
            cells = Optional.of(made);
        } finally {
            lock.unlock();
        }
    }

    /** Sends what has not filled a cell: somebody is about to wait. */
    public void flush() throws IOException {
        lock.lock();
        try {
            if (cells.isPresent()) {
                cells.get().flush();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Whole frames, under a number that they share with those of other connections, as one frame. */
    public static ByteBuffer segment(long number, ByteBuffer... frames) {
        int size = 0;
        for (ByteBuffer frame : frames) {
            size += frame.remaining();
        }
        if (size > FrameLimits.MAX_SEGMENT) {
            throw new IllegalArgumentException("A segment of " + size + " bytes");
        }
        ByteBuffer segment = ByteBuffer.allocate(DataHeader.PREFIX + DataHeader.NUMBER + size);
        segment.putInt(1 + DataHeader.NUMBER + size).put(DataHeader.KIND_SEGMENT).putLong(number);
        for (ByteBuffer frame : frames) {
            segment.put(frame);
        }
        return segment.flip();
    }

    /** Sends a control message. */
    public void send(Control control) throws IOException {
        byte[] body = control.toByteArray();
        ByteBuffer frame = ByteBuffer.allocate(DataHeader.PREFIX + body.length);
        frame.putInt(1 + body.length).put(DataHeader.KIND_CONTROL).put(body).flip();
        lock.lock();
        try {
            if (cells.isPresent() && Cells.isLastWord(control)) {
                cells.get().last(frame);
            } else {
                outlet.write(frame);
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Sends payload of one file.
     *
     * @param payload its remaining bytes, at most {@link FrameLimits#MAX_PAYLOAD}; reusable when this returns
     * @param check   check of the block that ends here, 16 or 32 bytes; empty array for none
     * @param root    root of the file that ends here, 32 bytes; empty array for none
     */
    public void send(int stream, long file, long offset, ByteBuffer payload, byte[] check, byte[] root) throws IOException {
        send(stream, file, offset, payload, Coding.PLAIN, payload.remaining(), check, root);
    }

    /**
     * Sends payload in that coding.
     *
     * @param length how many bytes of the file it stands for
     */
    public void send(int stream, long file, long offset, ByteBuffer payload, Coding coding, int length, byte[] check, byte[] root) throws IOException {
        write(header(stream, file, offset, payload.remaining(), coding, length, check, root), payload, trailer(check, root));
    }

    /**
     * Appends a whole data frame to a batch buffer, for many small files in one write.
     *
     * @return false, with the batch untouched, when it does not fit
     */
    public static boolean append(ByteBuffer batch, int stream, long file, long offset, ByteBuffer payload, byte[] check, byte[] root) {
        return append(batch, stream, file, offset, payload, Coding.PLAIN, payload.remaining(), check, root);
    }

    /**
     * The same with payload in that coding.
     *
     * @param length how many bytes of the file it stands for
     */
    public static boolean append(ByteBuffer batch, int stream, long file, long offset, ByteBuffer payload, Coding coding, int length, byte[] check, byte[] root) {
        int whole = DataHeader.PREFIX + DataHeader.FIXED + DataHeader.lengthBytes(coding) + payload.remaining() + check.length + root.length;
        if (batch.remaining() < whole) {
            return false;
        }
        batch.put(header(stream, file, offset, payload.remaining(), coding, length, check, root)).put(payload).put(check).put(root);
        return true;
    }

    /** Sends frames that {@link #append} made. */
    public void sendBatch(ByteBuffer batch) throws IOException {
        write(batch);
    }

    private void write(ByteBuffer... buffers) throws IOException {
        lock.lock();
        try {
            outlet.write(buffers);
        } finally {
            lock.unlock();
        }
    }

    private static ByteBuffer header(int stream, long file, long offset, int payload, Coding coding, int length, byte[] check, byte[] root) {
        if (payload > FrameLimits.MAX_PAYLOAD || file < 0 || file > DataHeader.MAX_FILE) {
            throw new IllegalArgumentException("A data frame of " + payload + " bytes for file " + file);
        }
        int flags = switch (check.length) {
            case 0 -> 0;
            case 16 -> DataHeader.FLAG_CHECK_16;
            case 32 -> DataHeader.FLAG_CHECK_32;
            default -> throw new IllegalArgumentException("A check has 16 or 32 bytes, not " + check.length);
        };
        if (root.length != 0) {
            flags |= DataHeader.FLAG_ROOT;
        }
        if (coding == Coding.DEFLATE) {
            flags |= DataHeader.FLAG_DEFLATE;
        }
        int extra = DataHeader.lengthBytes(coding);
        ByteBuffer header = ByteBuffer.allocate(DataHeader.PREFIX + DataHeader.FIXED + extra);
        header.putInt(1 + DataHeader.FIXED + extra + payload + check.length + root.length).put(DataHeader.KIND_DATA);
        header.putInt(stream).putInt((int) file).putLong(offset).put((byte) flags);
        return extra == 0 ? header.flip() : header.putInt(length).flip();
    }

    private static ByteBuffer trailer(byte[] check, byte[] root) {
        return ByteBuffer.allocate(check.length + root.length).put(check).put(root).flip();
    }
}
