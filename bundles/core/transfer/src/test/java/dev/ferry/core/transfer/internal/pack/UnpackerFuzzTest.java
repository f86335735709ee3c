package dev.ferry.core.transfer.internal.pack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.Coding;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.tck.fuzz.Fuzz;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UnpackerFuzzTest {
    private static final int LENGTH = 10_000;

    private static Frame.Data frame(byte[] payload, Coding coding) {
        return new Frame.Data(2, 0, 0, ByteBuffer.wrap(payload), coding, LENGTH, Optional.empty(), Optional.empty());
    }

    @Test
    void payloads() {
        try (Unpacker unpacker = new Unpacker(Optional.of(new Packing(100)), file -> 100)) {
            Fuzz.of("compressed").like(Content.deflated(Content.text(LENGTH))).like(Content.deflated(new byte[5000])).like(Content.deflated(Content.noise(300)))
                    .promising(ProtocolException.class).run(input -> {
                        // So that it is never too much.
                        unpacker.unpack(frame(new byte[LENGTH], Coding.PLAIN));
                        assertThat(unpacker.unpack(frame(input, Coding.DEFLATE)).payload().remaining()).isEqualTo(LENGTH);
                    });
        }
    }
}
