package dev.ferry.transport.tcp.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CongestionTest {
    private static final RawUnixChannelOption CONGESTION = new RawUnixChannelOption("CONGESTION_READ", 6, 13, 16);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void cubic_on_the_own_network() throws Exception {
        assumeTrue(lendsCubic(), "this system lends no cubic");
        assertThat(after(TcpSettings.Congestion.AUTO, LOOPBACK)).isEqualTo("cubic");
    }

    @Test
    void the_systems_choice_on_other_networks_and_where_it_is_configured() throws Exception {
        String system = Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).trim();
        assertThat(after(TcpSettings.Congestion.AUTO, InetAddress.getByName("192.0.2.1"))).isEqualTo(system);
        assertThat(after(TcpSettings.Congestion.SYSTEM, LOOPBACK)).isEqualTo(system);
    }

    /** Who may administer the network may choose among all that are there, others among the allowed. */
    private static boolean lendsCubic() throws IOException {
        Path kind = Path.of("/proc/sys/net/ipv4/tcp_" + (System.getProperty("user.name").equals("root") ? "available" : "allowed") + "_congestion_control");
        return Files.readString(kind).contains("cubic");
    }

    /** What a socket has after it was tuned for a route to that address. */
    private static String after(TcpSettings.Congestion setting, InetAddress remote) throws IOException, InterruptedException {
        TcpSettings settings = new TcpSettings(Optional.empty(), setting, TcpSettings.Tls.AUTO, TcpSettings.Io.EPOLL);
        try (Sockets sockets = new Sockets(settings); ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            SocketChannel socket = (SocketChannel) new Bootstrap().group(sockets.loops()).channel(sockets.dialling()).handler(new ChannelInboundHandlerAdapter() {
                @Override
                public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
                    ctx.close();
                }
            })
                    .connect(server.getLocalSocketAddress()).sync().channel();
            sockets.adopt(socket);
            sockets.tune(socket, remote);
            ByteBuffer name = socket.config().getOption(CONGESTION);
            return US_ASCII.decode(name).toString().replaceAll("\0.*", "");
        }
    }
}
