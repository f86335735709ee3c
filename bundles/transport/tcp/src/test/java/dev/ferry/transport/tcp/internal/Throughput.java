package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.tck.transport.ThrowawayCredentials;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/**
 * Speed of one link over loopback, both ends in this process. Run by hand, as the README of this bundle says; the build's patterns for tests do not match its
 * name. {@code ferry} measures the transport; {@code netty} the same provider and sockets in a plain Netty pipeline, which hands no byte to anyone.
 */
class Throughput {
    private static final long GIB = 1L << 30;
    private static final String DEFAULT = "ferry boringssl epoll 256 4 6";

    /** {@code -Dthroughput="ferry|netty boringssl|jdk epoll|nio KIB-A-FRAME GIB ROUNDS"}. */
    @Test
    void measure() throws Exception {
        String[] wanted = System.getProperty("throughput", DEFAULT).split(" ");
        TcpSettings settings = TcpSettings.DEFAULT.with(
                TcpSettings.choice("provider", wanted[1], TcpSettings.Tls.class), TcpSettings.choice("io", wanted[2], TcpSettings.Io.class));
        int frame = Integer.parseInt(wanted[3]) * 1024;
        long size = Long.parseLong(wanted[4]) * GIB;
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        for (int round = 0; round < Integer.parseInt(wanted[5]); round++) {
            try (Flow flow = wanted[0].equals("ferry") ? new FerryFlow(settings, frame) : new NettyFlow(settings, frame)) {
                long cpu = system.getProcessCpuTime();
                long start = System.nanoTime();
                assertThat(flow.move(size)).isEqualTo(size);
                double seconds = (System.nanoTime() - start) / 1e9;
                double cpuSeconds = (system.getProcessCpuTime() - cpu) / 1e9;
                System.out.printf("%s %s %s %d KiB: %.2f GiB/s, %.3f CPU s/GiB%n", wanted[0], wanted[1], wanted[2], frame / 1024,
                        size / (double) GIB / seconds, cpuSeconds * GIB / size);
            }
        }
    }

    private interface Flow extends AutoCloseable {
        /** Returns the bytes that have arrived. */
        long move(long bytes) throws Exception;
    }

    private static final class FerryFlow implements Flow {
        private final int frame;
        private final TcpTransport transport;
        private final Link from;
        private final Link to;

        FerryFlow(TcpSettings settings, int frame) throws Exception {
            this.frame = frame;
            transport = new TcpTransport(settings);
            CompletableFuture<Link> accepted = new CompletableFuture<>();
            Listener listener = transport.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                    accepted::complete);
            from = transport.connect(new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST), ThrowawayCredentials.fresh(), Duration.ofSeconds(10));
            to = accepted.get();
        }

        @Override
        public long move(long bytes) throws Exception {
            Thread writer = new Thread(() -> write(bytes), "writer");
            writer.start();
            ByteBuffer target = ByteBuffer.allocateDirect(frame);
            long arrived = 0;
            while (arrived < bytes) {
                arrived += to.channel().read(target.clear());
            }
            writer.join();
            return arrived;
        }

        private void write(long bytes) {
            ByteBuffer header = ByteBuffer.allocateDirect(16);
            ByteBuffer body = ByteBuffer.allocateDirect(frame - 16);
            try {
                for (long left = bytes; left > 0; left -= frame) {
                    from.channel().write(header.clear(), body.clear());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            transport.close();
        }
    }

    /** Writes from the event loop while the socket takes it, counts on the other. */
    private static final class NettyFlow implements Flow {
        private final int frame;
        private final Sockets sockets;
        private final Channel from;
        private final CountDownLatch done = new CountDownLatch(1);
        private volatile long wanted;

        NettyFlow(TcpSettings settings, int frame) throws Exception {
            this.frame = frame;
            sockets = new Sockets(settings);
            TlsProvider provider = TlsProvider.choose(settings.tls());
            LinkCredentials credentials = ThrowawayCredentials.fresh();
            Channel server = new ServerBootstrap().group(sockets.loops()).channel(sockets.listening())
                    .childOption(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(256 * 1024))
                    .childHandler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel child) throws Exception {
                            SslHandler tls = provider.accepting(credentials, child.alloc());
                            sockets.tune(child, child.remoteAddress().getAddress());
                            child.pipeline().addLast(tls, new ChannelInboundHandlerAdapter() {
                                private long count;

                                @Override
                                public void channelRead(ChannelHandlerContext ctx, Object message) {
                                    count += ((ByteBuf) message).readableBytes();
                                    ((ByteBuf) message).release();
                                    if (count == wanted) {
                                        done.countDown();
                                    }
                                }
                            });
                        }
                    }).bind("127.0.0.1", 0).sync().channel();
            SslHandler[] tls = new SslHandler[1];
            from = new Bootstrap().group(sockets.loops()).channel(sockets.dialling()).option(ChannelOption.TCP_NODELAY, true)
                    .handler(new ChannelInitializer<SocketChannel>() {
                        @Override
                        protected void initChannel(SocketChannel socket) throws Exception {
                            tls[0] = provider.dialling(credentials, socket.alloc());
                            tls[0].setWrapDataSize(0);
                            socket.pipeline().addLast(tls[0], new ChannelInboundHandlerAdapter() {
                                @Override
                                public void channelWritabilityChanged(ChannelHandlerContext ctx) {
                                    pump(ctx.channel());
                                }
                            });
                        }
                    }).connect(server.localAddress()).sync().channel();
            sockets.tune((SocketChannel) from, InetAddress.getLoopbackAddress());
            from.config().setWriteBufferHighWaterMark(1024 * 1024);
            tls[0].handshakeFuture().sync();
        }

        private long left;
        private final ByteBuf body = Unpooled.directBuffer(4 * 1024 * 1024);

        private void pump(Channel channel) {
            while (left > 0 && channel.isWritable()) {
                channel.writeAndFlush(body.retainedSlice(0, frame));
                left -= frame;
            }
        }

        @Override
        public long move(long bytes) throws Exception {
            body.writerIndex(body.capacity());
            wanted = bytes;
            left = bytes;
            from.eventLoop().execute(() -> pump(from));
            done.await();
            return bytes;
        }

        @Override
        public void close() {
            sockets.close();
        }
    }
}
