package dev.ferry.core.protocol;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads frames from a channel. One thread. Holds one direct buffer, {@value #BUFFER} bytes once data is legal; data payloads are views of it, so bytes are copied
 * once, from the channel into it.
 */
public final class FrameReader {
    /** Room for several data frames, so that one read serves many small files. */
    private static final int BUFFER = 1024 * 1024 + 64 * 1024;

    /** Where bytes come from. */
    interface Inlet {
        /** As {@link Channel#read}. */
        int read(ByteBuffer target) throws IOException;
    }

    private Inlet inlet;
    private Optional<CellReader> cells = Optional.empty();
    private volatile FrameLimits limits;
    private ByteBuffer buffer;

    public FrameReader(Channel channel, FrameLimits limits) {
        this.inlet = channel::read;
        this.limits = limits;
        this.buffer = ByteBuffer.allocateDirect(capacity(limits)).limit(0);
    }

    /** Sets the limits of the next phase; takes effect with the next frame. */
    public void limits(FrameLimits next) {
        limits = Objects.requireNonNull(next, "next");
    }

    /** What comes from now on comes in cells (PROTOCOL.md, "Cells"). For the thread that reads, between two frames, once. */
    public void inCells() {
        CellReader made = new CellReader(inlet, buffer);
        inlet = made;
        cells = Optional.of(made);
    }

    /** Strangers cost little: the large buffer comes with the phase that may carry data. */
    private static int capacity(FrameLimits limits) {
        return limits.data() ? BUFFER : DataHeader.PREFIX + limits.control();
    }

    private void grow() {
        int capacity = capacity(limits);
        if (buffer.capacity() < capacity) {
            buffer = ByteBuffer.allocateDirect(capacity).put(buffer).flip();
        }
    }

    /**
     * The next frame, waiting for it.
     *
     * @throws EOFException      the other side closed the connection
     * @throws ProtocolException it broke the protocol
     * @throws IOException       the channel broke
     */
    public Frame next() throws IOException {
        grow();
        fill(DataHeader.PREFIX);
        int start = buffer.position();
        int length = buffer.getInt(start);
        byte kind = buffer.get(start + 4);
        int most = most(kind);
        if (length < 1 || length - 1 > most) {
            throw new ProtocolException("A frame of kind " + kind + " announces " + Integer.toUnsignedString(length) + " bytes; at most " + (most + 1) + " are allowed here");
        }
        fill(4 + length);
        buffer.position(buffer.position() + DataHeader.PREFIX);
        ByteBuffer body = buffer.slice(buffer.position(), length - 1);
        buffer.position(buffer.position() + length - 1);
        Frame frame = kind == DataHeader.KIND_SEGMENT ? segment(body) : frame(kind, body);
        if (cells.isPresent() && frame instanceof Frame.Message message && Cells.isLastWord(message.control())) {
            cells.get().last(buffer.hasRemaining());
        }
        return frame;
    }

    /** One that may stand in a segment. */
    static Frame frame(byte kind, ByteBuffer body) throws ProtocolException {
        return kind == DataHeader.KIND_CONTROL ? control(body) : data(body);
    }

    private static Frame segment(ByteBuffer body) throws ProtocolException {
        if (body.remaining() <= DataHeader.NUMBER) {
            throw new ProtocolException("A segment is shorter than its header");
        }
        long number = body.getLong();
        return new Frame.Segment(number, body.slice());
    }

    private int most(byte kind) throws ProtocolException {
        FrameLimits now = limits;
        return kind == DataHeader.KIND_SEGMENT && now.data() ? DataHeader.NUMBER + FrameLimits.MAX_SEGMENT : most(kind, now);
    }

    static int most(byte kind, FrameLimits now) throws ProtocolException {
        if (kind == DataHeader.KIND_CONTROL) {
            return now.control();
        }
        if (kind == DataHeader.KIND_DATA && now.data()) {
            return DataHeader.FIXED + DataHeader.LENGTH_BYTES + FrameLimits.MAX_PAYLOAD + 2 * DataHeader.ROOT_BYTES;
        }
        throw new ProtocolException("A frame of kind " + kind + " is not legal here");
    }

    private static Frame control(ByteBuffer body) throws ProtocolException {
        try {
            return new Frame.Message(Control.parseFrom(body));
        } catch (InvalidProtocolBufferException e) {
            throw new ProtocolException("A control message does not parse");
        }
    }

    private static Frame data(ByteBuffer body) throws ProtocolException {
        if (body.remaining() < DataHeader.FIXED) {
            throw new ProtocolException("A data frame is shorter than its header");
        }
        int stream = body.getInt();
        long file = Integer.toUnsignedLong(body.getInt());
        long offset = body.getLong();
        int flags = body.get();
        if (offset < 0 || (flags & ~DataHeader.ALL_FLAGS) != 0) {
            throw new ProtocolException("A data frame has an offset or flags outside their range");
        }
        Coding coding = DataHeader.coding(flags);
        int payload = body.remaining() - DataHeader.lengthBytes(coding) - DataHeader.trailerBytes(flags);
        if (payload < 0 || payload > FrameLimits.MAX_PAYLOAD) {
            throw new ProtocolException("A data frame's payload has " + payload + " bytes");
        }
        int length = coding == Coding.PLAIN ? payload : compressed(body.getInt(), payload);
        if (offset > Long.MAX_VALUE - length) {
            throw new ProtocolException("A data frame's payload ends beyond every file");
        }
        ByteBuffer view = body.slice(body.position(), payload);
        body.position(body.position() + payload);
        int check = DataHeader.checkBytes(flags);
        return new Frame.Data(stream, file, offset, view, coding, length,
                check == 0 ? Optional.empty() : Optional.of(DataHeader.take(body, check)),
                (flags & DataHeader.FLAG_ROOT) == 0 ? Optional.empty() : Optional.of(DataHeader.take(body, DataHeader.ROOT_BYTES)));
    }

    /** What is compressed is shorter than what it stands for, and that is no more than a frame may carry. */
    private static int compressed(int length, int payload) throws ProtocolException {
        if (payload == 0 || length <= payload || length > FrameLimits.MAX_PAYLOAD) {
            throw new ProtocolException("A compressed payload of " + payload + " bytes stands for " + Integer.toUnsignedString(length));
        }
        return length;
    }

    /** Makes sure that {@code wanted} bytes stand in the buffer from its position. */
    private void fill(int wanted) throws IOException {
        if (buffer.remaining() >= wanted) {
            return;
        }
        boolean between = !buffer.hasRemaining();
        if (buffer.capacity() - buffer.position() < wanted || between) {
            buffer.compact().flip();
        }
        while (buffer.remaining() < wanted) {
            int position = buffer.position();
            int limit = buffer.limit();
            buffer.position(limit).limit(buffer.capacity());
            int read;
            try {
                read = inlet.read(buffer);
            } finally {
                buffer.limit(buffer.position()).position(position);
            }
            if (read < 0) {
                // A process that dies ends its connections anywhere: that is no offence.
                throw new EOFException(between && limit == position ? "The other side closed the connection" : "The connection ended inside a frame");
            }
        }
    }
}
