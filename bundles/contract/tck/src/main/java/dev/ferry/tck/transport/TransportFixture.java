package dev.ferry.tck.transport;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.ListenRequest.Limits;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** Two transports, one that dials and one that listens, and what every rule needs of them. */
@Timeout(60)
abstract class TransportFixture {
    static final Duration PATIENCE = Duration.ofSeconds(20);
    /** Tests of other rules shall not meet the limits. */
    static final Limits WIDE = new Limits(256, 10_000, 20);

    final String id;
    private final Supplier<? extends Transport> makeDialling;
    private final Supplier<? extends Transport> makeAccepting;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    Transport dialling;
    Transport accepting;
    LinkTray tray;
    ExecutorService threads;

    TransportFixture(String id, Supplier<? extends Transport> makeDialling, Supplier<? extends Transport> makeAccepting) {
        this.id = id;
        this.makeDialling = makeDialling;
        this.makeAccepting = makeAccepting;
    }

    /** The address that the tests listen on. */
    protected String localAddress() {
        return "127.0.0.1";
    }

    /** A route at which no one listens, though the host is there. */
    protected Route nobody() throws IOException {
        SilentPeer gone = new SilentPeer(localAddress());
        gone.close();
        return route(gone.port());
    }

    @BeforeEach
    void openTransports() {
        threads = Executors.newCachedThreadPool();
        tray = new LinkTray();
        dialling = makeDialling.get();
        accepting = makeAccepting.get();
    }

    @AfterEach
    void closeEverything() throws Exception {
        tray.close();
        while (!open.isEmpty()) {
            open.pop().close();
        }
        threads.shutdownNow();
        for (Transport transport : new Transport[] {dialling, accepting}) {
            if (transport instanceof AutoCloseable closeable) {
                closeable.close();
            }
        }
    }

    <T extends AutoCloseable> T closing(T something) {
        open.push(something);
        return something;
    }

    Route route(int port) {
        return new Route(id, (localAddress().contains(":") ? "[" + localAddress() + "]" : localAddress()) + ":" + port, Proximity.SAME_HOST);
    }

    Listener listen(int port, Limits limits, Supplier<LinkCredentials> credentials) throws FerryException {
        return closing(accepting.listen(new ListenRequest(port, Optional.of(localAddress()), credentials, limits), tray));
    }

    Listener listen() throws FerryException {
        return listen(0, WIDE, ThrowawayCredentials::fresh);
    }

    Link dial(Listener listener) throws FerryException, InterruptedException {
        return closing(dialling.connect(route(listener.port()), ThrowawayCredentials.fresh(), PATIENCE));
    }

    /** The two ends of a new link. */
    Ends connect() throws FerryException, InterruptedException {
        Link dialled = dial(listen());
        return new Ends(dialled, tray.next());
    }

    record Ends(Link dialled, Link accepted) { }

    <T> Future<T> meanwhile(Callable<T> work) {
        return threads.submit(work);
    }

    static byte[] noise(int size, long seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    static ByteBuffer direct(byte[] bytes) {
        return ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    /** Reads exactly so many bytes, in pieces of at most the target's size. */
    static byte[] read(Link link, int size, ByteBuffer target) throws IOException {
        ByteBuffer all = ByteBuffer.allocate(size);
        while (all.hasRemaining()) {
            target.clear().limit(Math.min(target.capacity(), all.remaining()));
            int count = link.channel().read(target);
            if (count < 0) {
                throw new IOException("The end, " + all.remaining() + " bytes early");
            }
            all.put(target.flip());
        }
        return all.array();
    }

    static byte[] read(Link link, int size) throws IOException {
        return read(link, size, ByteBuffer.allocateDirect(64 * 1024));
    }

    /** Reads until the orderly end. */
    static long drain(Link link) throws IOException {
        ByteBuffer target = ByteBuffer.allocateDirect(64 * 1024);
        long all = 0;
        for (int count; (count = link.channel().read(target.clear())) >= 0;) {
            all += count;
        }
        return all;
    }
}
