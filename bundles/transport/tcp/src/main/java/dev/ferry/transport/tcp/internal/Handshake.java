package dev.ferry.transport.tcp.internal;

import dev.ferry.model.LinkFacts;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;

/**
 * Sits behind Netty's TLS handler until the handshake is done, then takes the engine away from it and makes the link: from there on the link's own threads
 * encrypt. Bytes that arrive in between are kept in order: what Netty already decrypted as {@code early}, the rest as it came.
 */
final class Handshake extends ChannelInboundHandlerAdapter {
    /** Who waits for the link. Called once, on the event loop. */
    interface Outcome {
        void done(TcpLink link, SocketChannel socket);

        void failed(Throwable cause);
    }

    private final TlsProvider provider;
    private final SslHandler tls;
    private final Route dialled;
    private final byte[] localCertificate;
    private final Outcome outcome;
    private final Queue<ByteBuf> early = new ArrayDeque<>();
    private final ReadSizes reads = new ReadSizes();
    private final long begun = System.nanoTime();
    private boolean over;
    private boolean inputEnded;

    /** @param dialled the route on the dialling side, null on the accepting one */
    Handshake(TlsProvider provider, SslHandler tls, Route dialled, byte[] localCertificate, Outcome outcome) {
        this.provider = provider;
        this.tls = tls;
        this.dialled = dialled;
        this.localCertificate = localCertificate;
        this.outcome = outcome;
    }

    /** Puts TLS and this behind it. */
    static void start(SocketChannel socket, String tlsName, Handshake handshake) {
        socket.config().setRecvByteBufAllocator(handshake.reads);
        // From the start: who dials, writes and leaves at once shall be heard though its FIN comes with the end of the handshake.
        socket.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        // Whoever starts a handshake gives it one deadline for everything.
        handshake.tls.setHandshakeTimeoutMillis(0);
        socket.pipeline().addLast(tlsName, handshake.tls).addLast(handshake);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            if (completion.isSuccess()) {
                // Not here: Netty's handler is in the middle of its work and touches its state again after this call.
                ctx.channel().config().setAutoRead(false);
                ctx.channel().eventLoop().execute(() -> takeOver(ctx));
            } else {
                fail(ctx, completion.cause());
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            if (!tls.handshakeFuture().isSuccess()) {
                fail(ctx, new ClosedChannelException());
            }
        }
    }

    private void takeOver(ChannelHandlerContext ctx) {
        if (over) {
            return;
        }
        SocketChannel socket = (SocketChannel) ctx.channel();
        SSLEngine engine = tls.engine();
        LinkFacts facts;
        try {
            if (!socket.isActive()) {
                throw new ClosedChannelException();
            }
            facts = facts(socket, engine);
        } catch (IOException | CertificateException | RuntimeException e) {
            fail(ctx, e);
            return;
        }
        over = true;
        ReferenceCountUtil.retain(engine);
        SocketEnd end = new SocketEnd(socket);
        ctx.pipeline().replace(this, "end", end);
        ctx.pipeline().remove(tls);
        reads.startLink();
        socket.config().setAutoRead(true);
        if (inputEnded) {
            end.endInput();
        }
        // Netty's handler may have left the last of the handshake written but not flushed.
        socket.flush();
        outcome.done(new TcpLink(new TcpChannel(provider.records(engine, socket.alloc()), end, early), facts, socket, begun), socket);
    }

    private LinkFacts facts(SocketChannel socket, SSLEngine engine) throws IOException, CertificateException {
        SSLSession session = engine.getSession();
        if (!TlsProvider.ALPN.equals(engine.getApplicationProtocol())) {
            throw new WrongPeerException("No agreement on " + TlsProvider.ALPN);
        }
        if (!TlsProvider.VERSION.equals(session.getProtocol())) {
            throw new WrongPeerException(session.getProtocol());
        }
        byte[] peerCertificate = session.getPeerCertificates()[0].getEncoded();
        return new LinkFacts(dialled != null, localCertificate, peerCertificate, dialled != null ? dialled : route(socket), session.getProtocol(),
                session.getCipherSuite(), provider.group(engine).orElse("unknown"), provider.toString());
    }

    private static Route route(SocketChannel socket) {
        InetSocketAddress local = (InetSocketAddress) socket.localAddress();
        InetSocketAddress remote = (InetSocketAddress) socket.remoteAddress();
        Proximity proximity = Addresses.proximity(local.getAddress(), remote.getAddress());
        return new Route(TcpTransport.ID, Addresses.format(remote.getAddress(), remote.getPort()), proximity);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (over) {
            ReferenceCountUtil.release(message);
        } else {
            early.add((ByteBuf) message);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, new ClosedChannelException());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx, cause);
    }

    private void fail(ChannelHandlerContext ctx, Throwable cause) {
        if (!over) {
            over = true;
            early.forEach(ByteBuf::release);
            early.clear();
            outcome.failed(cause);
        }
        ctx.close();
    }
}
