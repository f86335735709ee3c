package @name@;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A link that is its own channel. */
final class @Class@Link implements Link, Channel {
    /** How long the other side may take to answer our end; whoever is blocked here is let go then. */
    private static final long LEAVE_MILLIS = 700;
    private static final int DROPPED = 64 << 10;

    private final Tls tls;
    private final SocketChannel medium;
    private final LinkFacts facts;
    private final long since;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Consumer<@Class@Link> ended;
    private final AtomicBoolean closed = new AtomicBoolean();

    /** @param since of {@link System#nanoTime}: when the connection began, before its handshake */
    @Class@Link(Tls tls, SocketChannel medium, LinkFacts facts, long since, ExecutorService io, ScheduledExecutorService timer, Consumer<@Class@Link> ended) {
        this.tls = tls;
        this.medium = medium;
        this.facts = facts;
        this.since = since;
        this.io = io;
        this.timer = timer;
        this.ended = ended;
    }

    @Override
    public Channel channel() {
        return this;
    }

    @Override
    public LinkFacts facts() {
        return facts;
    }

    @Override
    public Duration age() {
        return Duration.ofNanos(System.nanoTime() - since);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        requireOpen();
        int count = tls.read(target);
        requireOpen();
        return count;
    }

    @Override
    public void write(ByteBuffer... sources) throws IOException {
        requireOpen();
        tls.write(sources);
    }

    private void requireOpen() throws IOException {
        if (closed.get()) {
            throw new IOException("The link was closed here");
        }
    }

    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        ended.accept(this);
        try {
            io.execute(this::leave);
        } catch (RejectedExecutionException e) {
            @Class@Transport.close(medium);
        }
    }

    /**
     * Says the end after what was written before, and takes what still comes until the other side has ended too: a socket that is closed with unread bytes in it is reset, and a
     * reset destroys what the other side has not read yet (RFC 1122, 4.2.2.13).
     */
    private void leave() {
        Future<?> deadline = timer.schedule(() -> @Class@Transport.close(medium), LEAVE_MILLIS, TimeUnit.MILLISECONDS);
        try {
            if (tls.end()) {
                medium.shutdownOutput();
                ByteBuffer dropped = ByteBuffer.allocateDirect(DROPPED);
                while (medium.read(dropped.clear()) >= 0) { }
            }
        } catch (IOException e) {
            // The other side has gone, or the deadline is over.
        } finally {
            deadline.cancel(false);
            @Class@Transport.close(medium);
        }
    }
}
