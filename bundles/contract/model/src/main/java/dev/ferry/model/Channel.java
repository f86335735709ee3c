package dev.ferry.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Duplex, ordered, reliable bytes. Implemented by a transport, used by the core.
 *
 * <p><b>Threads.</b> One thread reads and one thread writes at a time; both may at once. Any thread may close.
 * <p><b>Back-pressure.</b> A write blocks while the other side does not read; memory held per channel is bounded (a few MiB).
 * <p><b>End.</b> After {@link #close()} by either side, or a fault, blocked calls return or throw within a second. A half-close is not
 * part of the contract: Ferry's protocol says goodbye itself.
 */
@ConsumerType
public interface Channel extends AutoCloseable {
    /**
     * Reads what is there, waiting for at least one byte.
     *
     * @param target has room for at least one byte; its position moves by the bytes read; direct buffers are the fast case
     * @return the bytes read, or −1 when the other side has closed in an orderly way
     * @throws IOException the channel broke or was closed here; it stays broken
     */
    int read(ByteBuffer target) throws IOException;

    /**
     * Writes all remaining bytes of all buffers, in order, as one unit that no other write divides. Returns when the bytes are accepted and the buffers may be
     * reused, not when they have arrived.
     *
     * @throws IOException the channel broke or was closed; an unknown part of the bytes may have left
     */
    void write(ByteBuffer... sources) throws IOException;

    /** Closes at once; idempotent; does not wait for the network. Bytes that a write accepted before are still sent where the medium allows. */
    @Override
    void close();
}
