package dev.ferry.core.protocol;

import java.nio.ByteBuffer;

/** The frames of one segment. One thread. */
public final class SegmentReader {
    private final ByteBuffer frames;

    /** @param frames is read to its end; payloads are views of it */
    public SegmentReader(ByteBuffer frames) {
        this.frames = frames;
    }

    public boolean hasNext() {
        return frames.hasRemaining();
    }

    /** @throws ProtocolException what is left is no whole frame, or one that may not stand there */
    public Frame next() throws ProtocolException {
        if (frames.remaining() < DataHeader.PREFIX) {
            throw new ProtocolException("A segment ends inside a frame");
        }
        int length = frames.getInt();
        byte kind = frames.get();
        if (length < 1 || length - 1 > FrameReader.most(kind, FrameLimits.AUTHENTICATED) || length - 1 > frames.remaining()) {
            throw new ProtocolException("A frame in a segment announces " + Integer.toUnsignedString(length) + " bytes");
        }
        ByteBuffer body = frames.slice(frames.position(), length - 1);
        frames.position(frames.position() + length - 1);
        return FrameReader.frame(kind, body);
    }
}
