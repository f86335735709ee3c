package dev.ferry.transport.tcp.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.security.cert.CertificateEncodingException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/** One attempt to dial. Whatever way it ends but well, no socket is left. */
final class Dial implements Handshake.Outcome {
    private static final String TLS = "tls";
    private static final long CLOSE_SECONDS = 1;

    private final Route route;
    private final InetSocketAddress remote;
    private final LinkCredentials credentials;
    private final Sockets sockets;
    private final TlsProvider provider;
    private final CompletableFuture<TcpLink> result = new CompletableFuture<>();

    Dial(Route route, InetSocketAddress remote, LinkCredentials credentials, Sockets sockets, TlsProvider provider) {
        this.route = route;
        this.remote = remote;
        this.credentials = credentials;
        this.sockets = sockets;
        this.provider = provider;
    }

    Link await(Duration timeout) throws FerryException, InterruptedException {
        sockets.requireOpen();
        Channel socket = start(timeout);
        boolean ready = false;
        try {
            Link link = result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            ready = true;
            return link;
        } catch (TimeoutException e) {
            throw new FerryException(Problems.tooSlow(route.address(), timeout), e);
        } catch (ExecutionException e) {
            throw new FerryException(Problems.dialling(route.address(), e.getCause()), e.getCause());
        } finally {
            if (!ready) {
                result.cancel(false);
                Sockets.closeNow(socket, TLS);
                socket.closeFuture().awaitUninterruptibly(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
        }
    }

    private Channel start(Duration timeout) {
        Bootstrap bootstrap = new Bootstrap().group(sockets.loops()).channel(sockets.dialling())
                .option(ChannelOption.ALLOCATOR, sockets.allocator())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis())))
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel socket) {
                        prepare(socket);
                    }
                });
        ChannelFuture connecting = bootstrap.connect(remote);
        SocketChannel socket = (SocketChannel) connecting.channel();
        connecting.addListener(done -> {
            if (done.isSuccess()) {
                sockets.tune(socket, remote.getAddress());
            } else {
                failed(done.cause());
            }
        });
        return socket;
    }

    private void prepare(SocketChannel socket) {
        sockets.adopt(socket);
        try {
            SslHandler tls = provider.dialling(credentials, socket.alloc());
            Handshake.start(socket, TLS, new Handshake(provider, tls, route, credentials.certificate().getEncoded(), this));
        } catch (SSLException | CertificateEncodingException | RuntimeException e) {
            failed(e);
        }
    }

    @Override
    public void done(TcpLink link, SocketChannel socket) {
        sockets.adopt(socket, link);
        if (!result.complete(link)) {
            link.close();
        }
    }

    @Override
    public void failed(Throwable cause) {
        result.completeExceptionally(cause);
    }
}
