package dev.ferry.transport.tcp.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to the system's sockets, every socket that is open, and the few threads that wait for them. The threads move encrypted bytes; the threads that read
 * and write a link do the encryption.
 */
final class Sockets implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Sockets.class);

    /** Two keep a busy link from delaying another's handshake; more than four only pay with many busy links. */
    private static final int LEAST_LOOPS = 2;
    private static final int MOST_LOOPS = 4;
    private static final long FAREWELL_MILLIS = 1000;
    private static final long STOP_SECONDS = 3;

    /** A device that left without a word is noticed within a minute; by the system's own figures it takes two hours. */
    private static final int KEEPALIVE_AFTER_SECONDS = 30;
    private static final int KEEPALIVE_EVERY_SECONDS = 10;
    private static final int KEEPALIVE_PROBES = 3;

    /** Takes a loss for a full queue: right where no router is between, and a standstill on a long way that loses a packet in a hundred. */
    private static final String NEAR = "cubic";
    /** Goes by what arrives. */
    private static final String FAR = "bbr";
    /** On a wired network an answer takes a tenth of that. */
    private static final long FAR_MICROS = 5_000;
    /** IPPROTO_TCP, TCP_CONGESTION of linux/tcp.h. */
    private static final int TCP = 6;
    private static final int TCP_CONGESTION = 13;

    /** Measured: a tenth less CPU than Netty's default, whose pages do not come back when one thread takes a large buffer and another gives it back. */
    private final ByteBufAllocator allocator = new PooledByteBufAllocator(true);
    private final boolean epoll;
    private final boolean choosesCongestion;
    private final EventLoopGroup loops;
    private final Map<Channel, Optional<Link>> open = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Sockets(TcpSettings settings) {
        epoll = switch (settings.io()) {
            case AUTO -> Epoll.isAvailable();
            case NIO -> false;
            case EPOLL -> {
                Epoll.ensureAvailability();
                yield true;
            }
        };
        choosesCongestion = epoll && settings.congestion() == TcpSettings.Congestion.AUTO;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        int count = Math.max(LEAST_LOOPS, Math.min(MOST_LOOPS, Runtime.getRuntime().availableProcessors()));
        loops = new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("ferry-tcp", true), io);
    }

    EventLoopGroup loops() {
        return loops;
    }

    ByteBufAllocator allocator() {
        return allocator;
    }

    Class<? extends SocketChannel> dialling() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    Class<? extends ServerChannel> listening() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** Netty's loops do not call back once they have stopped, so nothing may be begun on them then. */
    void requireOpen() throws FerryException {
        if (closed) {
            throw new FerryException(new Problem.MissingPart(TcpTransportComponent.PID, "The TCP transport was stopped. Start it and try again."));
        }
    }

    /** From here on {@link #close} ends this socket. */
    void adopt(Channel socket) {
        open.put(socket, Optional.empty());
        socket.closeFuture().addListener(closed -> open.remove(socket));
        if (closed) {
            socket.close();
        }
    }

    /** What {@link #close} says goodbye to. */
    void adopt(Channel socket, Link link) {
        open.computeIfPresent(socket, (key, before) -> Optional.of(link));
    }

    /**
     * The system's buffer sizes are left to the system, which fits them to the route. Its congestion control is replaced by what was measured to be the better one: where no
     * router is between and answers come at once, BBR is half as fast as cubic; on long and lossy routes cubic moves a thirtieth of what BBR does.
     */
    void tune(SocketChannel socket, InetAddress remote) {
        InetSocketAddress local = socket.localAddress();
        if (local == null) {
            return;
        }
        try {
            socket.config().setTcpNoDelay(true).setKeepAlive(true);
            if (epoll) {
                socket.config().setOption(EpollChannelOption.TCP_KEEPIDLE, KEEPALIVE_AFTER_SECONDS);
                socket.config().setOption(EpollChannelOption.TCP_KEEPINTVL, KEEPALIVE_EVERY_SECONDS);
                socket.config().setOption(EpollChannelOption.TCP_KEEPCNT, KEEPALIVE_PROBES);
            }
            if (choosesCongestion) {
                congestion(socket, suits(Addresses.onLink(local.getAddress(), remote), roundTripMicros(socket)));
            }
        } catch (ChannelException e) {
            // The connection is gone already, which its next use will tell.
            LOG.debug("A socket stays as it is: {}", e.toString());
        }
    }

    /** A wireless network may lose packets and take its time without any router in between. */
    static String suits(boolean onLink, long roundTripMicros) {
        return onLink && roundTripMicros < FAR_MICROS ? NEAR : FAR;
    }

    private static long roundTripMicros(SocketChannel socket) {
        return socket instanceof EpollSocketChannel epollSocket ? epollSocket.tcpInfo().rtt() : 0;
    }

    /** As the system measures it, from when the connection was made. */
    static Optional<Duration> roundTrip(SocketChannel socket) {
        try {
            return Optional.of(roundTripMicros(socket)).filter(micros -> micros > 0).map(micros -> Duration.of(micros, ChronoUnit.MICROS));
        } catch (ChannelException e) {
            // It is closed.
            return Optional.empty();
        }
    }

    /** Where the system does not lend it, the socket keeps what it has. */
    static void congestion(SocketChannel socket, String name) {
        byte[] value = name.getBytes(StandardCharsets.US_ASCII);
        try {
            socket.config().setOption(new RawUnixChannelOption("TCP_CONGESTION", TCP, TCP_CONGESTION, value.length), ByteBuffer.wrap(value));
        } catch (ChannelException e) {
            LOG.debug("A socket keeps the system's congestion control, not {}: {}", name, e.toString());
        }
    }

    static void closeNow(Channel socket, String tls) {
        ChannelHandlerContext handler = socket.pipeline().context(tls);
        if (handler != null) {
            // Past the TLS handler, which would first wait for its alert to leave.
            handler.close();
        } else {
            socket.close();
        }
    }

    /** Takes leave of every link, for a second at most, and ends the threads. */
    @Override
    public void close() {
        closed = true;
        open.forEach((socket, link) -> link.ifPresentOrElse(Link::close, socket::close));
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(FAREWELL_MILLIS);
        for (Channel socket : open.keySet()) {
            socket.closeFuture().awaitUninterruptibly(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
        }
        loops.shutdownGracefully(0, STOP_SECONDS, TimeUnit.SECONDS).awaitUninterruptibly(STOP_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public String toString() {
        return epoll ? "epoll" : "NIO";
    }
}
