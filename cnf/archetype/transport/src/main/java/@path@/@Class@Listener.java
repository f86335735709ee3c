package @name@;

import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** An open port: one thread takes connections, each handshake has another until it is done. */
final class @Class@Listener implements Listener {
    private final ServerSocketChannel server;
    private final Optional<InetAddress> only;
    private final ListenRequest request;
    private final LinkSink sink;
    private final @Class@Transport transport;
    private final Gate gate;
    private final int port;
    /** Held while the sink is called: when close() has had it, no call is running and none will come. */
    private final ReentrantLock delivering = new ReentrantLock();
    private volatile boolean closed;

    @Class@Listener(ServerSocketChannel server, Optional<InetAddress> only, ListenRequest request, LinkSink sink, @Class@Transport transport) throws IOException {
        this.server = server;
        this.only = only;
        this.request = request;
        this.sink = sink;
        this.transport = transport;
        gate = new Gate(request.limits());
        port = ((InetSocketAddress) server.getLocalAddress()).getPort();
    }

    void start() {
        transport.io().execute(this::accept);
    }

    private void accept() {
        while (!closed) {
            try {
                SocketChannel medium = server.accept();
                long since = System.nanoTime();
                InetSocketAddress from = (InetSocketAddress) medium.getRemoteAddress();
                if (!gate.admit(from.getAddress())) {
                    refuse(medium);
                } else {
                    admit(medium, from, since);
                }
            } catch (IOException e) {
                // This connection is gone, or the listener is closed and the loop ends.
            }
        }
    }

    private void admit(SocketChannel medium, InetSocketAddress from, long since) {
        try {
            transport.io().execute(() -> {
                try {
                    greet(medium, from, since);
                } finally {
                    gate.left();
                }
            });
        } catch (RejectedExecutionException e) {
            gate.left();
            refuse(medium);
        }
    }

    /** A reset: an orderly end would stay in this side's tables for a minute. */
    private static void refuse(SocketChannel medium) {
        try {
            medium.setOption(StandardSocketOptions.SO_LINGER, 0);
        } catch (IOException e) {
            // It has gone by itself.
        }
        @Class@Transport.close(medium);
    }

    private void greet(SocketChannel medium, InetSocketAddress from, long since) {
        Future<?> deadline = transport.timer().schedule(() -> @Class@Transport.close(medium), request.limits().handshakeSeconds(), TimeUnit.SECONDS);
        try {
            LinkCredentials credentials = request.credentials().get();
            Route route = Addresses.route(from.getAddress(), from.getPort());
            @Class@Link link = transport.link(Tls.accepting(medium, credentials), medium, route, credentials, since);
            if (deadline.cancel(false)) {
                deliver(link);
            } else {
                link.close();
            }
        } catch (IOException | RuntimeException e) {
            // Strangers knock; that is no event.
            deadline.cancel(false);
            @Class@Transport.close(medium);
        }
    }

    private void deliver(@Class@Link link) {
        delivering.lock();
        try {
            if (!closed) {
                sink.accepted(link);
                return;
            }
        } finally {
            delivering.unlock();
        }
        link.close();
    }

    @Override
    public List<Route> routes() {
        return closed ? List.of() : Addresses.local(only).stream().map(own -> Addresses.route(own, port)).toList();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        closed = true;
        @Class@Transport.close(server);
        transport.forget(this);
        delivering.lock();
        delivering.unlock();
    }
}
