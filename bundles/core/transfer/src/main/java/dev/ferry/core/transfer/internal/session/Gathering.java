package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.FrameReader;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.SegmentReader;
import dev.ferry.core.transfer.internal.share.Platform;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Segments of all connections of a session, put back into their order. Each connection brings its own in ascending order, so what is full never keeps back the segment that
 * is next. One thread takes; one for each connection brings.
 */
final class Gathering {
    /** More than a sender may have on its way, the grants of several transfers together included. */
    private static final int MOST_BYTES = 48 * 1024 * 1024;
    /** What one connection did not bring any more is not missed before the others had time to bring theirs: the last word may be among it. */
    private static final long GRACE_MILLIS = 1000;

    private final Platform platform;
    private final Map<Long, ByteBuffer> waiting = new HashMap<>();
    private long next;
    private long bytes;
    private IOException failure;
    /** Taker only. */
    private SegmentReader current = new SegmentReader(ByteBuffer.allocate(0));

    Gathering(Platform platform) {
        this.platform = platform;
    }

    /** The next frame of all. */
    Frame next() throws IOException {
        while (!current.hasNext()) {
            current = new SegmentReader(take());
        }
        return current.next();
    }

    private synchronized ByteBuffer take() throws IOException {
        ByteBuffer segment = waiting.remove(next);
        while (segment == null) {
            if (failure != null) {
                throw failure;
            }
            pause();
            segment = waiting.remove(next);
        }
        next++;
        bytes -= segment.remaining();
        notifyAll();
        return segment;
    }

    /** Brings what comes over one connection, until that ends. Blocks. */
    void bring(FrameReader from) {
        try {
            while (true) {
                if (!(from.next() instanceof Frame.Segment segment)) {
                    throw new ProtocolException("A frame without a number comes where numbered ones do");
                }
                put(segment);
            }
        } catch (ProtocolException e) {
            fail(e);
        } catch (IOException e) {
            platform.later(() -> fail(e), GRACE_MILLIS);
        }
    }

    /** Waits for room. */
    synchronized void put(Frame.Segment segment) throws IOException {
        int size = segment.frames().remaining();
        while (failure == null && segment.number() != next && bytes + size > MOST_BYTES) {
            pause();
        }
        if (failure != null) {
            throw failure;
        }
        if (segment.number() < next || waiting.containsKey(segment.number())) {
            throw new ProtocolException("A segment comes twice");
        }
        waiting.put(segment.number(), ByteBuffer.allocate(size).put(segment.frames()).flip());
        bytes += size;
        notifyAll();
    }

    private void pause() throws InterruptedIOException {
        try {
            wait();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Ferry is stopping");
        }
    }

    /** What is still taken is what is here and in order. */
    synchronized void fail(IOException why) {
        if (failure == null) {
            failure = why;
            notifyAll();
        }
    }
}
