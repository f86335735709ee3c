package dev.ferry.runtime.bench;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameLimits;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.model.Channel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Payload as frames into memory and out of it again: what the protocol costs without a socket and a cipher. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class Frames {
    private static final byte[] NONE = new byte[0];

    @Param({ "4096", "65536" })
    public int bytes;
    private final Memory memory = new Memory();
    private final FrameWriter writer = new FrameWriter(memory);
    private final FrameReader reader = new FrameReader(memory, FrameLimits.AUTHENTICATED);
    private final ByteBuffer payload = ByteBuffer.allocateDirect(1 << 20);

    @Benchmark
    public Frame oneThereAndBack() throws IOException {
        writer.send(2, 1, 0, payload.clear().limit(bytes), NONE, NONE);
        return reader.next();
    }

    /** What was written is what is read. */
    private static final class Memory implements Channel {
        private final ByteBuffer bytes = ByteBuffer.allocateDirect(4 << 20);

        @Override
        public int read(ByteBuffer target) throws IOException {
            bytes.flip();
            if (!bytes.hasRemaining()) {
                throw new EOFException();
            }
            int count = Math.min(target.remaining(), bytes.remaining());
            target.put(bytes.slice(bytes.position(), count));
            bytes.position(bytes.position() + count);
            bytes.compact();
            return count;
        }

        @Override
        public void write(ByteBuffer... sources) {
            for (ByteBuffer source : sources) {
                bytes.put(source);
            }
        }

        @Override
        public void close() { }
    }
}
