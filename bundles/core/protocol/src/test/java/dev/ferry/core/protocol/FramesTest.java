package dev.ferry.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Ping;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FramesTest {
    private static final byte[] NONE = new byte[0];

    @Test
    void framesOfBothKindsComeBackInOrderAndWhole() throws IOException {
        Recorded channel = new Recorded(3000);
        FrameWriter writer = new FrameWriter(channel);
        Random random = new Random(1);
        byte[][] payloads = new byte[24][];
        for (int i = 0; i < payloads.length; i++) {
            payloads[i] = new byte[i == 0 ? 0 : i == 1 ? FrameLimits.MAX_PAYLOAD : random.nextInt(FrameLimits.MAX_PAYLOAD)];
            random.nextBytes(payloads[i]);
            writer.send(ping(i));
            writer.send(3, i, i * 1000L, ByteBuffer.wrap(payloads[i]), new byte[i % 3 == 0 ? 0 : 16], i % 2 == 0 ? NONE : new byte[32]);
        }
        FrameReader reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
        for (int i = 0; i < payloads.length; i++) {
            assertThat(reader.next()).isEqualTo(new Frame.Message(ping(i)));
            Frame.Data data = (Frame.Data) reader.next();
            assertThat(data.stream()).isEqualTo(3);
            assertThat(data.file()).isEqualTo(i);
            assertThat(data.offset()).isEqualTo(i * 1000L);
            assertThat(data.payload()).isEqualTo(ByteBuffer.wrap(payloads[i]));
            assertThat(data.check().map(c -> c.length)).isEqualTo(i % 3 == 0 ? Optional.empty() : Optional.of(16));
            assertThat(data.root().isPresent()).isEqualTo(i % 2 != 0);
        }
        assertThatThrownBy(reader::next).isInstanceOf(EOFException.class);
    }

    @Test
    void aBatchOfSmallFilesReadsLikeSingleFrames() throws IOException {
        Recorded channel = new Recorded(3000);
        ByteBuffer batch = ByteBuffer.allocate(200);
        int fit = 0;
        while (FrameWriter.append(batch, 1, fit, 0, ByteBuffer.wrap(new byte[] {(byte) fit}), new byte[16], new byte[32])) {
            fit++;
        }
        new FrameWriter(channel).sendBatch(batch.flip());
        assertThat(fit).isEqualTo(2);
        FrameReader reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
        for (int i = 0; i < fit; i++) {
            assertThat(((Frame.Data) reader.next()).file()).isEqualTo(i);
        }
    }

    @Test
    void whatStandsInASegmentReadsLikeSingleFrames() throws IOException {
        Recorded frames = new Recorded(3000);
        FrameWriter writer = new FrameWriter(frames);
        writer.divert(all -> frames.write(FrameWriter.segment(7, all)));
        writer.send(ping(1));
        writer.send(3, 5, 0, ByteBuffer.wrap(new byte[] {1, 2}), new byte[16], new byte[32]);
        FrameReader reader = new FrameReader(frames, FrameLimits.AUTHENTICATED);
        Frame.Segment first = (Frame.Segment) reader.next();
        assertThat(first.number()).isEqualTo(7);
        assertThat(new SegmentReader(first.frames()).next()).isEqualTo(new Frame.Message(ping(1)));
        SegmentReader second = new SegmentReader(((Frame.Segment) reader.next()).frames());
        Frame.Data data = (Frame.Data) second.next();
        assertThat(data.file()).isEqualTo(5);
        assertThat(data.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2}));
        assertThat(data.root()).isPresent();
        assertThat(second.hasNext()).isFalse();
    }

    @Test
    void aSegmentBeforeAuthenticationIsRefused() {
        Recorded channel = new Recorded(3000);
        channel.write(FrameWriter.segment(0, ByteBuffer.allocate(10)));
        assertThatThrownBy(new FrameReader(channel, FrameLimits.UNAUTHENTICATED)::next)
                .isInstanceOf(ProtocolException.class).hasMessageContaining("not legal here");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 8 * 1024 + 2})
    void aLengthOutsideThePhasesLimitIsRefusedBeforeItIsRead(int length) {
        Recorded channel = new Recorded(3000);
        channel.write(ByteBuffer.allocate(5).putInt(length).put(DataHeader.KIND_CONTROL).flip());
        assertThatThrownBy(new FrameReader(channel, FrameLimits.UNAUTHENTICATED)::next)
                .isInstanceOf(ProtocolException.class).hasMessageContaining("at most");
    }

    @Test
    void dataBeforeAuthenticationIsRefused() throws IOException {
        Recorded channel = new Recorded(3000);
        new FrameWriter(channel).send(1, 0, 0, ByteBuffer.allocate(1), NONE, NONE);
        assertThatThrownBy(new FrameReader(channel, FrameLimits.UNAUTHENTICATED)::next)
                .isInstanceOf(ProtocolException.class).hasMessageContaining("not legal here");
    }

    @Test
    void aTrailerLongerThanTheFrameIsRefused() {
        Recorded channel = new Recorded(3000);
        channel.write(ByteBuffer.allocate(5 + 17).putInt(18).put(DataHeader.KIND_DATA).putInt(1).putInt(0).putLong(0).put((byte) DataHeader.FLAG_ROOT).flip());
        assertThatThrownBy(new FrameReader(channel, FrameLimits.AUTHENTICATED)::next).isInstanceOf(ProtocolException.class);
    }

    @Test
    void aCompressedPayloadSaysForHowManyBytesItStands() throws IOException {
        Recorded channel = new Recorded(3000);
        new FrameWriter(channel).send(1, 2, 3, ByteBuffer.wrap(new byte[] {7, 8}), Coding.DEFLATE, 1000, new byte[16], NONE);
        ByteBuffer batch = ByteBuffer.allocate(100);
        assertThat(FrameWriter.append(batch, 1, 2, 1003, ByteBuffer.wrap(new byte[] {9}), Coding.DEFLATE, FrameLimits.MAX_PAYLOAD, NONE, new byte[32])).isTrue();
        channel.write(batch.flip());
        FrameReader reader = new FrameReader(channel, FrameLimits.AUTHENTICATED);
        Frame.Data first = (Frame.Data) reader.next();
        assertThat(first.coding()).isEqualTo(Coding.DEFLATE);
        assertThat(first.length()).isEqualTo(1000);
        assertThat(first.payload()).isEqualTo(ByteBuffer.wrap(new byte[] {7, 8}));
        assertThat(first.check()).hasValueSatisfying(check -> assertThat(check).hasSize(16));
        assertThat(((Frame.Data) reader.next()).length()).isEqualTo(FrameLimits.MAX_PAYLOAD);
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1, 10, FrameLimits.MAX_PAYLOAD + 1, Integer.MAX_VALUE})
    void aCompressedPayloadThatSavesNothingOrStandsForTooMuchIsRefused(int length) {
        Recorded channel = new Recorded(3000);
        channel.write(compressed(0, length, 10));
        assertThatThrownBy(new FrameReader(channel, FrameLimits.AUTHENTICATED)::next).isInstanceOf(ProtocolException.class).hasMessageContaining("stands for");
    }

    @Test
    void aCompressedPayloadWithoutALengthOrAByteOrThatEndsBeyondEveryFileIsRefused() {
        for (ByteBuffer frame : new ByteBuffer[] {ByteBuffer.allocate(4 + 18 + 3).putInt(18 + 3).put(DataHeader.KIND_DATA).putInt(1).putInt(0).putLong(0).put((byte) DataHeader.FLAG_DEFLATE)
                .put(new byte[3]).flip(), compressed(0, 10, 0), compressed(Long.MAX_VALUE - 10, 11, 10)}) {
            Recorded channel = new Recorded(3000);
            channel.write(frame);
            assertThatThrownBy(new FrameReader(channel, FrameLimits.AUTHENTICATED)::next).isInstanceOf(ProtocolException.class);
        }
    }

    private static ByteBuffer compressed(long offset, int length, int payload) {
        return ByteBuffer.allocate(4 + 18 + 4 + payload).putInt(18 + 4 + payload).put(DataHeader.KIND_DATA).putInt(1).putInt(0).putLong(offset)
                .put((byte) DataHeader.FLAG_DEFLATE).putInt(length).put(new byte[payload]).flip();
    }

    @Test
    void anEndInsideAFrameIsNotAnOrderlyEnd() {
        Recorded channel = new Recorded(3000);
        channel.write(ByteBuffer.allocate(7).putInt(100).put(DataHeader.KIND_CONTROL).put(new byte[2]).flip());
        assertThatThrownBy(new FrameReader(channel, FrameLimits.AUTHENTICATED)::next)
                .isInstanceOf(EOFException.class).hasMessageContaining("inside a frame");
    }

    private static Control ping(long id) {
        return Control.newBuilder().setPing(Ping.newBuilder().setId(id)).build();
    }
}
