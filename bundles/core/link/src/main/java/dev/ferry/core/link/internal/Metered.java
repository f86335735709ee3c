package dev.ferry.core.link.internal;

import dev.ferry.model.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what moves over a channel, both ways together: one key of each direction serves for all of it. */
final class Metered implements Channel {
    private final Channel channel;
    private final AtomicLong bytes = new AtomicLong();

    Metered(Channel channel) {
        this.channel = channel;
    }

    long bytes() {
        return bytes.get();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        int read = channel.read(target);
        if (read > 0) {
            bytes.addAndGet(read);
        }
        return read;
    }

    @Override
    public void write(ByteBuffer... sources) throws IOException {
        long size = 0;
        for (ByteBuffer source : sources) {
            size += source.remaining();
        }
        bytes.addAndGet(size);
        channel.write(sources);
    }

    @Override
    public void close() {
        channel.close();
    }
}
