package dev.ferry.core.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Channel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What one side wrote, write by write; read a few bytes at a time: the worst that a network may do. */
final class Recorded implements Channel {
    final List<Integer> writes = new ArrayList<>();
    final ByteBuffer bytes = ByteBuffer.allocate(32 << 20);
    private final Random sizes = new Random(7);
    private final int most;
    private int read;

    /** @param most bytes of a read */
    Recorded(int most) {
        this.most = most;
    }

    @Override
    public int read(ByteBuffer target) {
        int there = bytes.position() - read;
        if (there == 0) {
            return -1;
        }
        int n = Math.min(Math.min(there, target.remaining()), 1 + sizes.nextInt(most));
        target.put(bytes.array(), read, n);
        read += n;
        return n;
    }

    @Override
    public void write(ByteBuffer... sources) {
        int size = 0;
        for (ByteBuffer source : sources) {
            size += source.remaining();
            bytes.put(source);
        }
        writes.add(size);
    }

    @Override
    public void close() { }

    int cells() {
        assertThat(bytes.position() % Cells.SIZE).isZero();
        return bytes.position() / Cells.SIZE;
    }
}
