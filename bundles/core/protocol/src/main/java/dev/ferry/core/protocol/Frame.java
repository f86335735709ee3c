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
     * @param offset  of the first byte in the file
     * @param payload at most {@link FrameLimits#MAX_PAYLOAD} bytes
     * @param coding  what the payload is
     * @param length  how many bytes of the file it is said to stand for, at most {@link FrameLimits#MAX_PAYLOAD}: with {@link Coding#PLAIN} as many as it has, else more
     * @param check   check of the verified block that ends with these bytes, 16 or 32 bytes
     * @param root    root over all checks of the file that ends with these bytes, 32 bytes
     */
    record Data(int stream, long file, long offset, ByteBuffer payload, Coding coding, int length, Optional<byte[]> check, Optional<byte[]> root) implements Frame {
        /** The same with the file's bytes in place of what stood for them. */
        public Data plain(ByteBuffer bytes) {
            return new Data(stream, file, offset, bytes, Coding.PLAIN, bytes.remaining(), check, root);
        }
    }

    /**
     * Whole frames that stand in one order with those of other connections. The buffer belongs to the reader and holds until its next call.
     *
     * @param number its place, from 0
     * @param frames at most {@link FrameLimits#MAX_SEGMENT} bytes, for {@link SegmentReader}
     */
    record Segment(long number, ByteBuffer frames) implements Frame { }
}
