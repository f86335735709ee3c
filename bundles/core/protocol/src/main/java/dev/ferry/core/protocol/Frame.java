package dev.ferry.core.protocol;

import dev.ferry.core.protocol.wire.Control;
import java.nio.ByteBuffer;
import java.util.Optional;

/** One frame, as read. */
public sealed interface Frame {
    /** A control message. */
    record Message(Control control) implements Frame { }

    /**
     * Payload of one file. The buffer belongs to the reader and holds until its next call.
     *
     * @param stream  transfer on this connection
     * @param file    index in the manifest
     * @param offset  of the first payload byte in the file
     * @param payload at most {@link FrameLimits#MAX_PAYLOAD} bytes
     * @param check   check of the verified block that ends with this payload, 16 or 32 bytes
     * @param root    root over all checks of the file that ends with this payload, 32 bytes
     */
    record Data(int stream, long file, long offset, ByteBuffer payload, Optional<byte[]> check, Optional<byte[]> root) implements Frame { }

    /**
     * Whole frames that stand in one order with those of other connections. The buffer belongs to the reader and holds until its next call.
     *
     * @param number its place, from 0
     * @param frames at most {@link FrameLimits#MAX_SEGMENT} bytes, for {@link SegmentReader}
     */
    record Segment(long number, ByteBuffer frames) implements Frame { }
}
