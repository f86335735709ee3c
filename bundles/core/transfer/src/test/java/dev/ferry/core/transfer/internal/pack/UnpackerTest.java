package dev.ferry.core.transfer.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.ProtocolException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A sender that lies about what its payload is. */
class UnpackerTest {
    private static final byte[] TEXT = Content.text(10_000);
    private static final byte[] PACKED = Content.deflated(TEXT);

    /** Files 0 and 1 are of 100 and 99 bytes. */
    private final Unpacker unpacker = new Unpacker(Optional.of(new Packing(100)), file -> file == 0 ? 100 : file == 1 ? 99 : 0);

    @AfterEach
    void close() {
        unpacker.close();
    }

    private static Frame.Data frame(long file, byte[] payload, Coding coding, int length) {
        return new Frame.Data(2, file, 0, ByteBuffer.wrap(payload), coding, length, Optional.empty(), Optional.empty());
    }

    private void refused(byte[] payload, int length, String why) {
        assertThatThrownBy(() -> unpacker.unpack(frame(0, payload, Coding.DEFLATE, length))).isInstanceOf(ProtocolException.class).hasMessageContaining(why);
    }

    @Test
    void whatWasAgreedToComesBack() throws Exception {
        for (int i = 0; i < 3; i++) {
            Frame.Data plain = unpacker.unpack(frame(0, PACKED, Coding.DEFLATE, TEXT.length));
            assertThat(plain.payload()).isEqualTo(ByteBuffer.wrap(TEXT));
            assertThat(plain.length()).isEqualTo(TEXT.length);
        }
    }

    @Test
    void whatIsNotCompressedPassesUntouched() throws Exception {
        Frame.Data raw = frame(1, TEXT, Coding.PLAIN, TEXT.length);
        assertThat(unpacker.unpack(raw)).isSameAs(raw);
    }

    @Test
    void onlyFilesThatWereAgreedToComeCompressed() {
        for (long file : new long[] {1, 2}) {
            assertThatThrownBy(() -> unpacker.unpack(frame(file, PACKED, Coding.DEFLATE, TEXT.length))).isInstanceOf(ProtocolException.class).hasMessageContaining("not agreed");
        }
        try (Unpacker nothingAgreed = new Unpacker(Optional.empty(), file -> Long.MAX_VALUE)) {
            assertThatThrownBy(() -> nothingAgreed.unpack(frame(0, PACKED, Coding.DEFLATE, TEXT.length))).isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void moreOrLessThanWasAnnouncedIsRefused() {
        refused(PACKED, TEXT.length - 1, "announced");
        refused(PACKED, TEXT.length + 1, "announced");
        refused(Arrays.copyOf(PACKED, PACKED.length - 1), TEXT.length, "announced");
        refused(Arrays.copyOf(PACKED, PACKED.length + 1), TEXT.length, "announced");
    }

    @Test
    void whatIsNoCompressedPayloadIsRefused() {
        refused(new byte[] {-1, -1, -1, -1}, 1000, "decompress");
    }

    @Test
    void aFarLargerOneThanAnnouncedCostsNoMemory() {
        refused(Content.deflated(new byte[100 << 20]), FrameLimits.MAX_PAYLOAD, "announced");
    }

    @Test
    void emptinessGrowsTwoHundredfoldAndNoFurther() throws Exception {
        byte[] empty = Content.deflated(new byte[FrameLimits.MAX_PAYLOAD]);
        assertThat(FrameLimits.MAX_PAYLOAD / empty.length).isGreaterThan(200);
        for (int i = 0; i < 4; i++) {
            unpacker.unpack(frame(0, empty, Coding.DEFLATE, FrameLimits.MAX_PAYLOAD));
        }
        refused(empty, FrameLimits.MAX_PAYLOAD, "more than it may");
        // What is not compressed makes room, and is never refused itself.
        unpacker.unpack(frame(1, new byte[1], Coding.PLAIN, 1));
        unpacker.unpack(frame(1, TEXT, Coding.PLAIN, TEXT.length));
        unpacker.unpack(frame(0, empty, Coding.DEFLATE, FrameLimits.MAX_PAYLOAD));
    }
}
