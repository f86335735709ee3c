package dev.ferry.transport.tcp.internal;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;

/**
 * Records by BoringSSL. Its engine works straight on direct buffers, takes any cut of the incoming bytes and decrypts as many records as fit in one call.
 *
 * <p>The trap: made by {@code SslContext.newHandler} the engine goes on to the next source when a record is full, not when the source is used up. So each
 * call is given one source of at most one record.
 */
final class NativeTlsRecords implements TlsRecords {
    /** Header, content type and tag are 22 bytes (RFC 8446, 5.2); the engine asks for a little more room than it uses. */
    private static final int OVERHEAD = 64;

    /** A record and its calls cost about as much as copying this many bytes, so smaller neighbours share a record. */
    private static final int SMALL = 4096;

    /** More than two alerts need. */
    private static final int ALERT_ROOM = 256;

    private static final ByteBuffer NOTHING = ByteBuffer.allocateDirect(0);

    private final SSLEngine engine;
    private final ByteBufAllocator allocator;
    /** What a fault or the end has to say. */
    private final ByteBuffer alert = ByteBuffer.allocate(ALERT_ROOM);

    NativeTlsRecords(SSLEngine engine, ByteBufAllocator allocator) {
        this.engine = engine;
        this.allocator = allocator;
    }

    @Override
    public int open(ByteBuffer input, ByteBuffer target) throws IOException {
        int start = target.position();
        while (target.hasRemaining()) {
            SSLEngineResult result = engine.unwrap(input, target);
            if (result.getStatus() == Status.CLOSED) {
                return target.position() > start ? target.position() - start : CLOSED;
            }
            if (result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                throw faultBehindAlert();
            }
            if (result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                break;
            }
        }
        return target.position() - start;
    }

    /** After a fault the engine gives its alert first and says only then what the matter was. */
    private SSLException faultBehindAlert() {
        try {
            engine.wrap(NOTHING, alert);
            engine.wrap(NOTHING, alert);
            return new SSLException("TLS wants to say something that it does not explain");
        } catch (SSLException fault) {
            return fault;
        }
    }

    @Override
    public ByteBuf seal(ByteBuffer[] sources, int from, int most) throws IOException {
        int plain = 0;
        int pieces = 0;
        for (int i = from; i < sources.length && plain < most; i++) {
            plain += Math.min(sources[i].remaining(), most - plain);
            pieces++;
        }
        ByteBuf out = allocator.directBuffer(plain + OVERHEAD * (plain / MAX_PLAINTEXT + pieces + 1));
        try {
            ByteBuffer target = out.nioBuffer(0, out.capacity());
            int i = from;
            // Ends early where a message of the engine's own took the room of a record; the caller comes back for the rest.
            for (int left = plain; left > 0 && target.remaining() > OVERHEAD;) {
                ByteBuffer source = sources[i];
                if (!source.hasRemaining()) {
                    i++;
                } else if (source.remaining() < SMALL && i + 1 < sources.length && sources[i + 1].remaining() < SMALL) {
                    left -= sealTogether(sources, i, left, target);
                } else {
                    left -= sealOne(source, left, target);
                }
            }
            return out.writerIndex(target.position());
        } catch (IOException | RuntimeException e) {
            out.release();
            throw e;
        }
    }

    /** Small sources, copied into one record. */
    private int sealTogether(ByteBuffer[] sources, int from, int most, ByteBuffer target) throws IOException {
        ByteBuf together = allocator.directBuffer(MAX_PLAINTEXT);
        try {
            ByteBuffer record = together.nioBuffer(0, Math.min(most, MAX_PLAINTEXT));
            for (int i = from; i < sources.length && record.hasRemaining() && sources[i].remaining() < SMALL; i++) {
                int count = Math.min(sources[i].remaining(), record.remaining());
                record.put(record.position(), sources[i], sources[i].position(), count).position(record.position() + count);
            }
            // The sources move by what was sealed, not by what was copied.
            int sealed = sealOne(record.flip(), most, target);
            int left = sealed;
            for (int i = from; left > 0; i++) {
                int count = Math.min(sources[i].remaining(), left);
                sources[i].position(sources[i].position() + count);
                left -= count;
            }
            return sealed;
        } finally {
            together.release();
        }
    }

    private int sealOne(ByteBuffer source, int most, ByteBuffer target) throws IOException {
        int limit = source.limit();
        source.limit(source.position() + Math.min(Math.min(source.remaining(), most), MAX_PLAINTEXT));
        try {
            SSLEngineResult result = engine.wrap(source, target);
            if (result.getStatus() == Status.CLOSED) {
                throw new ClosedChannelException();
            }
            if (result.getStatus() == Status.BUFFER_OVERFLOW || result.bytesConsumed() == 0 && result.bytesProduced() == 0) {
                throw new IOException("TLS took nothing: " + result.getStatus() + ", " + result.getHandshakeStatus());
            }
            return result.bytesConsumed();
        } finally {
            source.limit(limit);
        }
    }

    @Override
    public ByteBuf sealEnd() throws IOException {
        engine.closeOutbound();
        if (alert.position() == 0) {
            engine.wrap(NOTHING, alert);
        }
        return allocator.directBuffer(alert.position()).writeBytes(alert.flip());
    }

    @Override
    public void release() {
        ReferenceCountUtil.release(engine);
    }
}
