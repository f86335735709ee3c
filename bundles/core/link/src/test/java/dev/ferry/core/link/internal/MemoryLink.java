package dev.ferry.core.link.internal;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.UnaryOperator;

/** One end of a link in memory. A man in the middle can change what passes. */
final class MemoryLink implements Link {
    private static final byte[] END = new byte[0];

    private final BlockingQueue<byte[]> in;
    private final BlockingQueue<byte[]> out;
    private final LinkFacts facts;
    private final UnaryOperator<byte[]> outgoing;
    private byte[] left = END;
    private volatile Duration age = Duration.ZERO;
    private volatile Optional<Duration> roundTrip = Optional.empty();
    private volatile boolean closed;

    private MemoryLink(BlockingQueue<byte[]> in, BlockingQueue<byte[]> out, LinkFacts facts, UnaryOperator<byte[]> outgoing) {
        this.in = in;
        this.out = out;
        this.facts = facts;
        this.outgoing = outgoing;
    }

    record Ends(MemoryLink client, MemoryLink server) { }

    static Ends honest() {
        return changing(UnaryOperator.identity());
    }

    /** The two ends see the certificates of someone in between. */
    static Ends intercepted() {
        return with(new byte[] {1}, new byte[] {3}, new byte[] {4}, new byte[] {2}, UnaryOperator.identity(), UnaryOperator.identity());
    }

    /** What the client sends passes through {@code change}. */
    static Ends changing(UnaryOperator<byte[]> change) {
        return changing(change, UnaryOperator.identity());
    }

    /** And what the server sends through {@code answers}. */
    static Ends changing(UnaryOperator<byte[]> change, UnaryOperator<byte[]> answers) {
        return with(new byte[] {1}, new byte[] {2}, new byte[] {1}, new byte[] {2}, change, answers);
    }

    private static Ends with(byte[] clientSeesOwn, byte[] clientSeesServer, byte[] serverSeesClient, byte[] serverSeesOwn, UnaryOperator<byte[]> change,
                             UnaryOperator<byte[]> answers) {
        BlockingQueue<byte[]> up = new LinkedBlockingQueue<>();
        BlockingQueue<byte[]> down = new LinkedBlockingQueue<>();
        Route route = new Route("memory", "test", Proximity.SAME_HOST);
        return new Ends(new MemoryLink(down, up, new LinkFacts(true, clientSeesOwn, clientSeesServer, route, "TLSv1.3", "c", "g", "p"), change),
                new MemoryLink(up, down, new LinkFacts(false, serverSeesOwn, serverSeesClient, route, "TLSv1.3", "c", "g", "p"), answers));
    }

    void isAsOldAs(Duration time) {
        age = time;
    }

    void measures(Duration time) {
        roundTrip = Optional.of(time);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public Channel channel() {
        return new Channel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                try {
                    if (left.length == 0) {
                        left = in.take();
                    }
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
                if (left.length == 0) {
                    in.add(END);
                    return -1;
                }
                int n = Math.min(left.length, target.remaining());
                target.put(left, 0, n);
                left = Arrays.copyOfRange(left, n, left.length);
                return n;
            }

            @Override
            public void write(ByteBuffer... sources) throws IOException {
                if (closed) {
                    throw new IOException("closed");
                }
                for (ByteBuffer source : sources) {
                    byte[] bytes = new byte[source.remaining()];
                    source.get(bytes);
                    if (bytes.length > 0) {
                        out.add(outgoing.apply(bytes));
                    }
                }
            }

            @Override
            public void close() {
                MemoryLink.this.close();
            }
        };
    }

    @Override
    public Duration age() {
        return age;
    }

    @Override
    public Optional<Duration> roundTrip() {
        return roundTrip;
    }

    @Override
    public LinkFacts facts() {
        return facts;
    }

    @Override
    public void close() {
        closed = true;
        in.add(END);
        out.add(END);
    }
}
