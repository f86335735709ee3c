package dev.ferry.core.protocol;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.ManifestPage;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Part;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.model.Channel;
import dev.ferry.tck.fuzz.Fuzz;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ProtocolFuzzTest {
    /** A connection that says what is in the array, and ends; keeps what is written. */
    private static final class Said implements Channel {
        private ByteBuffer bytes;

        Said(byte[] bytes) {
            this.bytes = ByteBuffer.wrap(bytes);
        }

        @Override
        public int read(ByteBuffer target) {
            if (!bytes.hasRemaining()) {
                return -1;
            }
            int length = Math.min(bytes.remaining(), target.remaining());
            target.put(bytes.slice(bytes.position(), length));
            bytes.position(bytes.position() + length);
            return length;
        }

        @Override
        public void write(ByteBuffer... sources) {
            for (ByteBuffer source : sources) {
                bytes = ByteBuffer.allocate(bytes.limit() + source.remaining()).put(bytes.rewind()).put(source).flip();
            }
        }

        @Override
        public void close() { }
    }

    private static byte[] connection(Control... messages) throws IOException {
        Said said = new Said(new byte[0]);
        FrameWriter writer = new FrameWriter(said);
        for (Control message : messages) {
            writer.send(message);
        }
        writer.send(2, 0, 0, ByteBuffer.wrap(new byte[100]), new byte[16], new byte[32]);
        writer.send(2, 0, 100, ByteBuffer.wrap(new byte[100]), Coding.DEFLATE, 1000, new byte[16], new byte[32]);
        return said.bytes.array();
    }

    private static Control[] messages() {
        return new Control[] {
            Control.newBuilder().setHello(Hello.newBuilder().addVersions(1).setMethod(2).setPurpose(3).setNameplate(7).setStep(ByteString.copyFrom(new byte[32]))).build(),
            Control.newBuilder().setOffer(Offer.newBuilder().setStream(1).setTransfer(ByteString.copyFrom(new byte[16])).setLabel("label").setBlockBytes(65_536)).build(),
            Control.newBuilder().setManifestPage(ManifestPage.newBuilder().setStream(1).addEntries(Entry.newBuilder().setPath("a/b").setSize(10))).build(),
            Control.newBuilder().setWant(Want.newBuilder().setStream(1).setCount(1).addParts(Part.newBuilder().setFile(1).setLength(10))).build()};
    }

    @Test
    void frames() throws IOException {
        for (FrameLimits limits : new FrameLimits[] {FrameLimits.UNAUTHENTICATED, FrameLimits.AUTHENTICATED}) {
            Fuzz.of("frames").times(limits.data() ? 200 : 2_000).like(connection(messages())).promising(ProtocolException.class).promising(EOFException.class).run(input -> {
                FrameReader reader = new FrameReader(new Said(input), limits);
                while (true) {
                    reader.next();
                }
            });
        }
    }

    @Test
    void cells() throws IOException {
        Said said = new Said(new byte[0]);
        FrameWriter writer = new FrameWriter(said);
        writer.inCells();
        for (Control message : messages()) {
            writer.send(message);
            writer.flush();
        }
        writer.send(2, 0, 0, ByteBuffer.wrap(new byte[20_000]), new byte[16], new byte[32]);
        writer.flush();
        Fuzz.of("cells").times(200).like(said.bytes.array()).promising(ProtocolException.class).promising(EOFException.class).run(input -> {
            FrameReader reader = new FrameReader(new Said(input), FrameLimits.AUTHENTICATED);
            reader.inCells();
            while (true) {
                reader.next();
            }
        });
    }

    @Test
    void segments() throws IOException {
        Fuzz.of("segments").times(2_000).like(connection(messages())).promising(ProtocolException.class).run(input -> {
            SegmentReader reader = new SegmentReader(ByteBuffer.wrap(input));
            while (reader.hasNext()) {
                reader.next();
            }
        });
    }

    @Test
    void controlMessages() {
        Fuzz fuzz = Fuzz.of("control").times(3_000).promising(ProtocolException.class).promising(EOFException.class);
        for (Control message : messages()) {
            fuzz.like(message.toByteArray());
        }
        // Under these limits a reader costs little; how it parses is the same.
        fuzz.run(input -> new FrameReader(new Said(ByteBuffer.allocate(5 + input.length).putInt(1 + input.length).put((byte) 1).put(input).array()), FrameLimits.UNAUTHENTICATED)
                .next().toString());
    }
}
