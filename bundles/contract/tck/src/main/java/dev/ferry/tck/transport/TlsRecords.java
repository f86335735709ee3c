package dev.ferry.tck.transport;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The records of TLS in one direction, as everybody on the way sees them: their kind and their length, and ciphertext. */
final class TlsRecords {
    private static final int HEADER = 5;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int APPLICATION_DATA = 23;
    /** RFC 8446, 5.2. */
    private static final int MOST = (1 << 14) + 256;

    private final DataInputStream in;

    TlsRecords(InputStream in) {
        this.in = new DataInputStream(in);
    }

    /** With its header; empty at the end. */
    Optional<byte[]> next() throws IOException {
        byte[] header = new byte[HEADER];
        int first = in.read();
        if (first < 0) {
            return Optional.empty();
        }
        header[0] = (byte) first;
        try {
            in.readFully(header, 1, HEADER - 1);
            int length = ByteBuffer.wrap(header).getShort(HEADER - 2) & 0xffff;
            if (first < CHANGE_CIPHER_SPEC || first > APPLICATION_DATA || length > MOST) {
                throw new ProtocolException("No record of TLS");
            }
            byte[] record = new byte[HEADER + length];
            System.arraycopy(header, 0, record, 0, HEADER);
            in.readFully(record, HEADER, length);
            return Optional.of(record);
        } catch (EOFException e) {
            return Optional.empty();
        }
    }

    /** What is not is the first flight of a handshake, which nothing protects yet: whatever comes of meddling with it, nobody is authenticated by then. */
    static boolean isProtected(byte[] record) {
        return record[0] == APPLICATION_DATA;
    }
}
