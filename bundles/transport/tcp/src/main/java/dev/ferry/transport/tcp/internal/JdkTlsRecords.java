package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;

/** Records by the JDK. Its engine wants whole records in one piece and room for a whole record, so a cut one and what does not fit wait in buffers of ours. */
final class JdkTlsRecords implements TlsRecords {
    private static final int HEADER = 5;
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final ByteBufAllocator allocator;
    private final int packet;
    /** A record whose end has not come yet; filled from 0 to its position. Made when first needed, as {@link #leftover}. */
    private ByteBuffer cut = NOTHING;
    /** Decrypted bytes that found no room in the target. */
    private ByteBuffer leftover = NOTHING;

    JdkTlsRecords(SSLEngine engine, ByteBufAllocator allocator) {
        this.engine = engine;
        this.allocator = allocator;
        packet = engine.getSession().getPacketBufferSize();
    }

    @Override
    public int open(ByteBuffer input, ByteBuffer target) throws IOException {
        int start = target.position();
        drain(leftover, target);
        while (target.hasRemaining()) {
            SSLEngineResult result;
            if (cut.position() > 0) {
                if (!complete(input)) {
                    break;
                }
                cut.flip();
                result = unwrap(cut, target);
                cut.compact();
            } else {
                result = unwrap(input, target);
            }
            if (result.getStatus() == Status.CLOSED) {
                return target.position() > start ? target.position() - start : CLOSED;
            }
            if (result.getStatus() == Status.BUFFER_UNDERFLOW) {
                keepCut(input);
                break;
            }
        }
        return target.position() - start;
    }

    private SSLEngineResult unwrap(ByteBuffer input, ByteBuffer target) throws IOException {
        SSLEngineResult result = engine.unwrap(input, target);
        if (result.getStatus() == Status.BUFFER_OVERFLOW) {
            if (leftover.capacity() == 0) {
                leftover = ByteBuffer.allocate(engine.getSession().getApplicationBufferSize());
            }
            leftover.clear();
            result = engine.unwrap(input, leftover);
            leftover.flip();
            drain(leftover, target);
        }
        for (Runnable task; result.getHandshakeStatus() == HandshakeStatus.NEED_TASK && (task = engine.getDelegatedTask()) != null;) {
            task.run();
        }
        return result;
    }

    private void keepCut(ByteBuffer input) {
        if (input.hasRemaining()) {
            if (cut.capacity() == 0) {
                cut = ByteBuffer.allocate(packet);
            }
            cut.put(input);
        }
    }

    /** Moves from the input what the cut record lacks; false while it is still cut. */
    private boolean complete(ByteBuffer input) throws IOException {
        if (cut.position() < HEADER) {
            move(input, HEADER - cut.position());
        }
        if (cut.position() < HEADER) {
            return false;
        }
        int size = HEADER + (cut.getShort(3) & 0xffff);
        if (size > cut.capacity()) {
            throw new IOException("A TLS record of " + size + " bytes");
        }
        move(input, size - cut.position());
        return cut.position() == size;
    }

    private void move(ByteBuffer input, int bytes) {
        int count = Math.min(bytes, input.remaining());
        cut.put(cut.position(), input, input.position(), count).position(cut.position() + count);
        input.position(input.position() + count);
    }

    private static void drain(ByteBuffer from, ByteBuffer target) {
        int count = Math.min(from.remaining(), target.remaining());
        target.put(target.position(), from, from.position(), count).position(target.position() + count);
        from.position(from.position() + count);
    }

    @Override
    public ByteBuf seal(ByteBuffer[] sources, int from, int most) throws IOException {
        long all = 0;
        for (int i = from; i < sources.length; i++) {
            all += sources[i].remaining();
        }
        int records = (int) ((Math.min(all, most) + MAX_PLAINTEXT - 1) / MAX_PLAINTEXT);
        ByteBuf out = allocator.directBuffer(records * packet);
        try {
            ByteBuffer target = out.nioBuffer(0, out.capacity());
            for (int i = 0; i < records; i++) {
                SSLEngineResult result = engine.wrap(sources, from, sources.length - from, target);
                if (result.getStatus() == Status.CLOSED) {
                    throw new ClosedChannelException();
                }
                if (result.getStatus() != Status.OK || result.bytesProduced() == 0) {
                    throw new IOException("TLS took nothing: " + result.getStatus() + ", " + result.getHandshakeStatus());
                }
            }
            return out.writerIndex(target.position());
        } catch (IOException | RuntimeException e) {
            out.release();
            throw e;
        }
    }

    @Override
    public ByteBuf sealEnd() throws IOException {
        engine.closeOutbound();
        ByteBuf out = allocator.directBuffer(2 * packet);
        try {
            ByteBuffer target = out.nioBuffer(0, out.capacity());
            // A key update may be due before the alert.
            for (int i = 0; i < 2 && !engine.isOutboundDone(); i++) {
                engine.wrap(NOTHING, target);
            }
            return out.writerIndex(target.position());
        } catch (IOException | RuntimeException e) {
            out.release();
            throw e;
        }
    }

    /** The engine holds nothing but memory. */
    @Override
    public void release() { }
}
