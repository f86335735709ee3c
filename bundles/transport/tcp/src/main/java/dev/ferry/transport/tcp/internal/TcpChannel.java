package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Channel;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The bytes of one link. Encryption runs on the calling threads: a writer encrypts its own buffers straight into what the socket sends, a reader decrypts
 * what the socket brought straight into its target; the event loop moves encrypted bytes only.
 *
 * <p><b>Locks.</b> {@code reading} and {@code writing} are held through a whole call, waiting included. {@code sealing} makes sealing and queueing one step,
 * so that records leave in the order of their numbers; it is never held while waiting, and so anyone may close while a writer waits. Order:
 * {@code writing} before {@code sealing}.
 */
final class TcpChannel implements Channel {
    /** Plain bytes a step of a large write seals: enough to make wake-ups rare, little enough to be sent while the next is sealed. */
    private static final int STEP = 256 * 1024;
    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final TlsRecords records;
    private final SocketEnd end;
    private final Inbound inbound;
    private final Outbound outbound;
    /** Why nothing is read or written here any more; null while the link lives. */
    private final AtomicReference<IOException> ended = new AtomicReference<>();

    private final ReentrantLock reading = new ReentrantLock();
    private final ReentrantLock writing = new ReentrantLock();
    private final ReentrantLock sealing = new ReentrantLock();

    // Guarded by reading.
    private final Queue<ByteBuf> early;
    private ByteBuf current;
    private ByteBuffer input = NOTHING;

    /** @param early what was already decrypted during the handshake, in order */
    TcpChannel(TlsRecords records, SocketEnd end, Queue<ByteBuf> early) {
        this.records = records;
        this.end = end;
        this.early = early;
        inbound = end.inbound();
        outbound = end.outbound();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        if (!target.hasRemaining()) {
            throw new IllegalArgumentException("The target of a read has no room");
        }
        int start = target.position();
        reading.lock();
        try {
            return fill(target);
        } catch (InterruptedException e) {
            throw interrupted();
        } catch (IOException e) {
            if (target.position() > start) {
                // What came whole before the fault is the caller's; the next read meets the fault again.
                return target.position() - start;
            }
            throw e;
        } finally {
            reading.unlock();
            if (ended.get() != null) {
                dropInput();
            }
        }
    }

    private int fill(ByteBuffer target) throws IOException, InterruptedException {
        int start = target.position();
        takeEarly(target);
        while (target.hasRemaining()) {
            requireOpen();
            int before = input.remaining();
            int count = open(target);
            if (count == 0 && before > 0 && input.remaining() == before) {
                throw breakOff(new IOException("TLS does not go on"));
            }
            if (count == TlsRecords.CLOSED) {
                requireOpen();
                theirEnd();
                return target.position() > start ? target.position() - start : -1;
            }
            boolean empty = target.position() == start;
            if (!input.hasRemaining() && !next(empty)) {
                if (empty) {
                    requireOpen();
                    throw new EOFException("The connection was cut");
                }
                break;
            }
        }
        return target.position() - start;
    }

    /** Takes the next piece of input; false when there is none. */
    private boolean next(boolean wait) throws IOException, InterruptedException {
        dropCurrent();
        ByteBuf next = inbound.take(wait);
        if (next == null) {
            return false;
        }
        current = next;
        input = next.nioBuffer();
        return true;
    }

    private void takeEarly(ByteBuffer target) {
        for (ByteBuf first; target.hasRemaining() && (first = early.peek()) != null;) {
            int count = Math.min(first.readableBytes(), target.remaining());
            int limit = target.limit();
            target.limit(target.position() + count);
            first.readBytes(target);
            target.limit(limit);
            if (!first.isReadable()) {
                early.remove().release();
            }
        }
    }

    private void dropCurrent() {
        if (current != null) {
            current.release();
            current = null;
            input = NOTHING;
        }
    }

    /** Frees the reader's buffers; the reader itself does it when it is inside. */
    private void dropInput() {
        if (reading.tryLock()) {
            try {
                dropCurrent();
                while (!early.isEmpty()) {
                    early.remove().release();
                }
            } finally {
                reading.unlock();
            }
        }
    }

    private int open(ByteBuffer target) throws IOException {
        try {
            return records.open(input, target);
        } catch (IOException e) {
            throw breakOff(e);
        }
    }

    private ByteBuf seal(ByteBuffer[] sources, int first) throws IOException {
        try {
            return records.seal(sources, first, STEP);
        } catch (ClosedChannelException e) {
            // The reader has met the end of the other side and tells its own caller, after what came before it.
            throw theirEnd();
        } catch (IOException e) {
            throw breakOff(e);
        }
    }

    /** Nobody reads there any more. What came from there is still read here. */
    private IOException theirEnd() {
        IOException why = new IOException("The other side has closed the link");
        outbound.fail(why);
        return why;
    }

    /** What TLS could not take is fatal to the link: the other side is told by the alert, if one is due, and by the end of the connection. */
    private IOException breakOff(IOException why) {
        end(new IOException("The link broke", why));
        return why;
    }

    @Override
    public void write(ByteBuffer... sources) throws IOException {
        writing.lock();
        try {
            int first = 0;
            while (true) {
                while (first < sources.length && !sources[first].hasRemaining()) {
                    first++;
                }
                if (first == sources.length) {
                    return;
                }
                outbound.awaitRoom();
                sealing.lock();
                try {
                    requireOpen();
                    outbound.send(seal(sources, first));
                } finally {
                    sealing.unlock();
                }
            }
        } catch (InterruptedException e) {
            throw interrupted();
        } finally {
            writing.unlock();
        }
    }

    private void requireOpen() throws IOException {
        IOException why = ended.get();
        if (why != null) {
            throw why instanceof ClosedChannelException ? new ClosedChannelException() : new IOException(why.getMessage(), why.getCause());
        }
    }

    /** As NIO's channels do: part of a record or of a unit may be gone, so what follows could not be understood. */
    private IOException interrupted() {
        Thread.currentThread().interrupt();
        close();
        return new ClosedByInterruptException();
    }

    @Override
    public void close() {
        end(new ClosedChannelException());
    }

    /** Once, by whoever is first. */
    private void end(IOException why) {
        if (!ended.compareAndSet(null, why)) {
            return;
        }
        inbound.close();
        outbound.fail(why);
        sealing.lock();
        try {
            outbound.send(records.sealEnd());
        } catch (IOException e) {
            // The connection is gone or TLS is broken: nobody is left to say goodbye to.
        } finally {
            records.release();
            sealing.unlock();
        }
        end.leave();
        dropInput();
    }
}
