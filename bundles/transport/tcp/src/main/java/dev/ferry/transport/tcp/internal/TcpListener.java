package dev.ferry.transport.tcp.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An open port. */
final class TcpListener implements Listener {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);
    private static final String TLS = "tls";
    private static final int BACKLOG = 128;
    private static final long CLOSE_SECONDS = 1;

    private final ListenRequest request;
    private final LinkSink sink;
    private final Sockets sockets;
    private final TlsProvider provider;
    private final AdmissionGate gate;
    private final Optional<InetAddress> only;
    /** Held for reading while the sink is called, so that closing can promise that no call starts after it. */
    private final ReentrantReadWriteLock delivering = new ReentrantReadWriteLock();
    private volatile boolean closed;
    private Channel socket;
    private int port;

    private TcpListener(ListenRequest request, Optional<InetAddress> only, LinkSink sink, Sockets sockets, TlsProvider provider) {
        this.request = request;
        this.only = only;
        this.sink = sink;
        this.sockets = sockets;
        this.provider = provider;
        gate = new AdmissionGate(request.limits(), System::nanoTime);
    }

    static TcpListener open(ListenRequest request, TcpSettings settings, LinkSink sink, Sockets sockets, TlsProvider provider) throws FerryException {
        Optional<String> wanted = request.address().or(settings::bindAddress);
        Optional<InetAddress> only;
        try {
            only = wanted.map(Addresses::literal).filter(address -> !address.isAnyLocalAddress());
        } catch (IllegalArgumentException e) {
            throw new FerryException(new Problem.BadConfiguration("address", e.getMessage()), e);
        }
        TcpListener listener = new TcpListener(request, only, sink, sockets, provider);
        listener.bind();
        return listener;
    }

    private void bind() throws FerryException {
        ServerBootstrap bootstrap = new ServerBootstrap().group(sockets.loops()).channel(sockets.listening())
                .childOption(ChannelOption.ALLOCATOR, sockets.allocator())
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                // A port whose last connections are still winding down is not taken.
                .option(ChannelOption.SO_REUSEADDR, true)
                .childHandler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel child) {
                        accept(child);
                    }
                });
        InetSocketAddress address = only.map(own -> new InetSocketAddress(own, request.port())).orElseGet(() -> new InetSocketAddress(request.port()));
        sockets.requireOpen();
        ChannelFuture binding = bootstrap.bind(address).awaitUninterruptibly();
        if (!binding.isSuccess()) {
            String where = only.map(InetAddress::getHostAddress).orElse("every address");
            throw new FerryException(Problems.listening(where, request.port(), binding.cause()), binding.cause());
        }
        socket = binding.channel();
        port = ((InetSocketAddress) socket.localAddress()).getPort();
        sockets.adopt(socket);
    }

    private void accept(SocketChannel child) {
        InetSocketAddress remote = child.remoteAddress();
        if (closed || remote == null || !gate.admit(remote.getAddress())) {
            // A reset: an orderly end would leave the connection in this side's tables for a minute.
            child.config().setSoLinger(0);
            child.close();
            return;
        }
        Entry entry = new Entry();
        child.closeFuture().addListener(done -> entry.over());
        var deadline = child.eventLoop().schedule(() -> Sockets.closeNow(child, TLS), request.limits().handshakeSeconds(), TimeUnit.SECONDS);
        try {
            sockets.adopt(child);
            sockets.tune(child, remote.getAddress());
            LinkCredentials credentials = request.credentials().get();
            SslHandler tls = provider.accepting(credentials, child.alloc());
            Handshake.start(child, TLS, new Handshake(provider, tls, null, credentials.certificate().getEncoded(), new Handshake.Outcome() {
                @Override
                public void done(TcpLink link, SocketChannel established) {
                    deadline.cancel(false);
                    entry.over();
                    sockets.adopt(established, link);
                    deliver(link);
                }

                @Override
                public void failed(Throwable cause) {
                    deadline.cancel(false);
                    // Strangers knock; that is no event.
                    LOG.debug("A connection ended before it was a link: {}", cause.toString());
                }
            }));
        } catch (Exception e) {
            LOG.warn("A connection could not be accepted", e);
            child.close();
        }
    }

    private void deliver(TcpLink link) {
        delivering.readLock().lock();
        try {
            if (!closed) {
                sink.accepted(link);
                return;
            }
        } catch (RuntimeException e) {
            LOG.warn("Nobody took an accepted link", e);
        } finally {
            delivering.readLock().unlock();
        }
        link.close();
    }

    @Override
    public List<Route> routes() {
        return closed || !socket.isOpen() ? List.of() : LocalRoutes.of(only, port);
    }

    @Override
    public void expect(Set<InetAddress> addresses) {
        gate.expect(addresses);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        closed = true;
        ChannelFuture closing = socket.close();
        if (delivering.getReadHoldCount() > 0) {
            return;
        }
        closing.awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
        try {
            if (delivering.writeLock().tryLock(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                delivering.writeLock().unlock();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One handshake's place in the gate's count, given back once. Used on the connection's event loop alone. */
    private final class Entry {
        private boolean over;

        void over() {
            if (!over) {
                over = true;
                gate.left();
            }
        }
    }
}
