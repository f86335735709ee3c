package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Turns bytes into TLS records and back, after the handshake, without a copy where the provider allows. Runs on the threads that read and write the link:
 * one opens and one seals at a time; both may at once.
 *
 * <p><b>Change of keys.</b> The answer to a key update is due before the next bytes of our own (RFC 8446, 4.6.3) and leaves with them. Not sooner: the JDK
 * asks again with each record until it is answered, and BoringSSL takes 32 of those in a row for an attack.
 */
interface TlsRecords {
    /** Of one record (RFC 8446, 5.1). */
    int MAX_PLAINTEXT = 16 * 1024;

    /** {@link #open} met the other side's close_notify. */
    int CLOSED = -1;

    /**
     * Decrypts into the target until it is full or the input is used up.
     *
     * @param input  moved past what was taken in; may be empty, to ask for what an earlier call left over
     * @return bytes put into the target; 0 when more input is needed; {@link #CLOSED}
     */
    int open(ByteBuffer input, ByteBuffer target) throws IOException;

    /**
     * Encrypts up to {@code most} bytes of the sources, from the index on.
     *
     * @return the records, to be released by the caller
     */
    ByteBuf seal(ByteBuffer[] sources, int from, int most) throws IOException;

    /** The alert that is due after a fault, else the close_notify; afterwards nothing is sealed. */
    ByteBuf sealEnd() throws IOException;

    /** Frees the engine. Later calls throw. Any thread. */
    void release();
}
