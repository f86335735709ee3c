package dev.ferry.core.transfer.internal.pack;

import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.function.LongUnaryOperator;
import java.util.Optional;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Gives the payload of one stream back as the file's bytes. What comes is the other side's word: no more than was declared is ever made of it, and what is not exactly that
 * breaks the protocol. One thread at a time. Holds a direct buffer of a frame's size and the memory of the JDK's inflater, from the first compressed frame on until it is closed.
 */
public final class Unpacker implements AutoCloseable {
    private final Optional<Packing> packing;
    private final LongUnaryOperator fileBytes;
    private final Expansion expansion = new Expansion();
    private Inflater inflater;
    private ByteBuffer plain;
    private final ByteBuffer beyond = ByteBuffer.allocate(1);

    /**
     * @param packing   what was agreed to
     * @param fileBytes size of a file that was offered by its index; 0 for others
     */
    public Unpacker(Optional<Packing> packing, LongUnaryOperator fileBytes) {
        this.packing = packing;
        this.fileBytes = fileBytes;
    }

    /**
     * The frame with the file's bytes in it, which hold until the next call.
     *
     * @throws ProtocolException it is compressed against what was agreed to, is something else than it says, or grows too far
     */
    public Frame.Data unpack(Frame.Data data) throws ProtocolException {
        boolean compressed = data.coding() != Coding.PLAIN;
        if (compressed && !packing.map(agreed -> agreed.covers(fileBytes.applyAsLong(data.file()))).orElse(false)) {
            throw new ProtocolException("Payload is compressed where that was not agreed to");
        }
        if (!expansion.add(data.payload().remaining(), data.length())) {
            throw new ProtocolException("Compressed payload stands for more than it may");
        }
        return compressed ? data.plain(inflate(data.payload(), data.length())) : data;
    }

    private ByteBuffer inflate(ByteBuffer payload, int length) throws ProtocolException {
        if (inflater == null) {
            inflater = new Inflater(true);
            plain = ByteBuffer.allocateDirect(FrameLimits.MAX_PAYLOAD);
        }
        inflater.reset();
        inflater.setInput(payload);
        plain.clear().limit(length);
        beyond.clear();
        try {
            inflater.inflate(plain);
            if (!inflater.finished()) {
                // The mark of the end may be left when there is no more room; a byte more is one too many.
                inflater.inflate(beyond);
            }
        } catch (DataFormatException e) {
            throw new ProtocolException("Compressed payload does not decompress");
        }
        if (!inflater.finished() || plain.hasRemaining() || beyond.position() > 0 || inflater.getRemaining() > 0) {
            throw new ProtocolException("Compressed payload is not what it was announced to be");
        }
        return plain.flip();
    }

    /** Not while a frame is unpacked. */
    @Override
    public void close() {
        if (inflater != null) {
            inflater.end();
        }
    }
}
