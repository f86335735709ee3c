package dev.ferry.tck.transport;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a TLS client says in the clear (RFC 8446, 4.1.2).
 *
 * @param sessionId  legacy_session_id
 * @param extensions by their number, their content
 */
record ClientHello(byte[] sessionId, Map<Integer, byte[]> extensions) {
    static final int SERVER_NAME = 0;
    static final int ALPN = 16;
    static final int SESSION_TICKET = 35;
    static final int PRE_SHARED_KEY = 41;
    static final int EARLY_DATA = 42;
    static final int SUPPORTED_VERSIONS = 43;

    static ClientHello read(InputStream in) throws IOException {
        DataInputStream data = new DataInputStream(in);
        data.readFully(new byte[3]);
        ByteBuffer record = ByteBuffer.wrap(data.readNBytes(data.readUnsignedShort()));
        skip(record, 1 + 3 + 2 + 32);
        byte[] sessionId = take(record, record.get() & 0xff);
        skip(record, record.getShort() & 0xffff);
        skip(record, record.get() & 0xff);
        ByteBuffer extensions = ByteBuffer.wrap(take(record, record.getShort() & 0xffff));
        Map<Integer, byte[]> all = new TreeMap<>();
        while (extensions.hasRemaining()) {
            int number = extensions.getShort() & 0xffff;
            all.put(number, take(extensions, extensions.getShort() & 0xffff));
        }
        return new ClientHello(sessionId, all);
    }

    private static void skip(ByteBuffer buffer, int count) {
        buffer.position(buffer.position() + count);
    }

    private static byte[] take(ByteBuffer buffer, int count) {
        byte[] bytes = new byte[count];
        buffer.get(bytes);
        return bytes;
    }
}
