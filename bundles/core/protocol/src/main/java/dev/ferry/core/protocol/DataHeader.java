package dev.ferry.core.protocol;

import java.nio.ByteBuffer;

/**
 * The layout of a frame (PROTOCOL.md, "Frames"): {@code u32 length} of what follows, {@code u8 kind}, body; big-endian. The body of a data frame is
 * {@code u32 stream, u32 file, u64 offset, u8 flags}, the {@code u32} length of the file's bytes where the payload is compressed, payload, then the check and the root that the
 * flags announce.
 */
final class DataHeader {
    static final byte KIND_CONTROL = 1;
    static final byte KIND_DATA = 2;
    static final byte KIND_SEGMENT = 3;
    /** Length field and kind. */
    static final int PREFIX = 5;
    /** Number of a segment. */
    static final int NUMBER = 8;
    /** Stream, file, offset, flags. */
    static final int FIXED = 17;
    static final int FLAG_CHECK_16 = 1;
    static final int FLAG_CHECK_32 = 2;
    static final int FLAG_ROOT = 4;
    static final int FLAG_DEFLATE = 8;
    static final int ALL_FLAGS = FLAG_CHECK_16 | FLAG_CHECK_32 | FLAG_ROOT | FLAG_DEFLATE;
    /** Of the field that says how many bytes a compressed payload stands for. */
    static final int LENGTH_BYTES = 4;
    static final int ROOT_BYTES = 32;
    /** Highest index that the u32 can carry. */
    static final long MAX_FILE = 0xFFFF_FFFFL;

    private DataHeader() { }

    static int checkBytes(int flags) throws ProtocolException {
        return switch (flags & (FLAG_CHECK_16 | FLAG_CHECK_32)) {
            case 0 -> 0;
            case FLAG_CHECK_16 -> 16;
            case FLAG_CHECK_32 -> 32;
            default -> throw new ProtocolException("A data frame announces two checks");
        };
    }

    static int trailerBytes(int flags) throws ProtocolException {
        return checkBytes(flags) + ((flags & FLAG_ROOT) != 0 ? ROOT_BYTES : 0);
    }

    static Coding coding(int flags) {
        return (flags & FLAG_DEFLATE) == 0 ? Coding.PLAIN : Coding.DEFLATE;
    }

    /** Bytes between the flags and the payload. */
    static int lengthBytes(Coding coding) {
        return coding == Coding.PLAIN ? 0 : LENGTH_BYTES;
    }

    static byte[] take(ByteBuffer from, int length) {
        byte[] bytes = new byte[length];
        from.get(bytes);
        return bytes;
    }
}
