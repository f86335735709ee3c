package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.transfer.internal.share.Platform;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Gives every write of a session a number and sends it over whichever of its connections has least to do. One thread at a time writes; each connection is written by an io
 * thread while something waits for it.
 */
final class Spreading implements FrameWriter.Outlet {
    /** Enough to keep a connection busy while another is served; what waits here is late when its connection stalls. */
    private static final int MOST_WAITING = 512 * 1024;

    private final Platform platform;
    private final Runnable broken;
    private final List<Flow> flows = new ArrayList<>();
    private long number;
    private IOException failure;

    /** @param broken a connection cannot be written any more; any thread */
    Spreading(Platform platform, Runnable broken) {
        this.platform = platform;
        this.broken = broken;
    }

    private static final class Flow {
        final FrameWriter.Outlet outlet;
        final Deque<ByteBuffer> waiting = new ArrayDeque<>();
        int bytes;
        boolean writing;

        Flow(FrameWriter.Outlet outlet) {
            this.outlet = outlet;
        }
    }

    /** The first that is added carries the first segment: what came over it before comes before. */
    synchronized void add(FrameWriter.Outlet outlet) {
        flows.add(new Flow(outlet));
        notifyAll();
    }

    @Override
    public void write(ByteBuffer... frames) throws IOException {
        Flow flow;
        synchronized (this) {
            flow = choose();
            ByteBuffer segment = FrameWriter.segment(number++, frames);
            flow.waiting.add(segment);
            flow.bytes += segment.remaining();
            if (flow.writing) {
                return;
            }
            flow.writing = true;
        }
        platform.run(() -> drain(flow));
    }

    private Flow choose() throws IOException {
        while (true) {
            if (failure != null) {
                throw failure;
            }
            // Of equals each in its turn, so that none is silent for long and forgotten by a router on the way. Number 0 finds all of them empty, and takes the first.
            Flow least = flows.get((int) (number % flows.size()));
            for (Flow flow : flows) {
                if (flow.bytes < least.bytes) {
                    least = flow;
                }
            }
            if (least.bytes < MOST_WAITING) {
                return least;
            }
            pause(0);
        }
    }

    private void drain(Flow flow) {
        try {
            for (ByteBuffer next = next(flow); next != null; next = next(flow)) {
                int size = next.remaining();
                flow.outlet.write(next);
                left(flow, size);
            }
        } catch (IOException e) {
            fail(e);
            broken.run();
        }
    }

    /** Null: nothing waits. */
    private synchronized ByteBuffer next(Flow flow) {
        ByteBuffer next = failure == null ? flow.waiting.poll() : null;
        flow.writing = next != null;
        if (next == null) {
            notifyAll();
        }
        return next;
    }

    private synchronized void left(Flow flow, int size) {
        flow.bytes -= size;
        notifyAll();
    }

    /** Waits until everything has left, or cannot, or the time is over. */
    synchronized void flush(long millis) {
        long end = platform.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        try {
            while (failure == null && flows.stream().anyMatch(flow -> flow.writing)) {
                long left = TimeUnit.NANOSECONDS.toMillis(end - platform.nanoTime());
                if (left <= 0) {
                    return;
                }
                pause(left);
            }
        } catch (InterruptedIOException e) {
            // The process ends, and with it what waits.
        }
    }

    private void pause(long millis) throws InterruptedIOException {
        try {
            wait(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("Ferry is stopping");
        }
    }

    synchronized void fail(IOException why) {
        if (failure == null) {
            failure = why;
            flows.forEach(flow -> flow.waiting.clear());
            notifyAll();
        }
    }
}
