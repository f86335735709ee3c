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
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class CongestionTest {
    private static final RawUnixChannelOption CONGESTION = new RawUnixChannelOption("CONGESTION_READ", 6, 13, 16);
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    @Test
    void cubic_on_the_own_network() throws Exception {
        assumeTrue(lends("cubic"), "this system lends no cubic");
        assertThat(after(TcpSettings.Congestion.AUTO, socket -> { }, LOOPBACK)).isEqualTo("cubic");
    }

    @Test
    void bbr_on_other_networks() throws Exception {
        assumeTrue(lends("bbr") && lends("reno"), "this system lends no bbr");
        // So that it is not what the socket had before.
        assertThat(after(TcpSettings.Congestion.AUTO, socket -> Sockets.congestion(socket, "reno"), elsewhere())).isEqualTo("bbr");
    }

    @Test
    void bbr_on_an_own_network_that_is_slow_to_answer() {
        assertThat(Sockets.suits(true, 200)).isEqualTo("cubic");
        assertThat(Sockets.suits(true, 25_000)).isEqualTo("bbr");
        assertThat(Sockets.suits(false, 200)).isEqualTo("bbr");
    }

    @Test
    void the_systems_choice_where_it_is_configured() throws Exception {
        assertThat(after(TcpSettings.Congestion.SYSTEM, socket -> { }, LOOPBACK)).isEqualTo(systems());
        assertThat(after(TcpSettings.Congestion.SYSTEM, socket -> { }, elsewhere())).isEqualTo(systems());
    }

    @Test
    void what_it_has_where_the_system_does_not_lend_another() throws Exception {
        assertThat(after(TcpSettings.Congestion.SYSTEM, socket -> Sockets.congestion(socket, "no-such"), LOOPBACK)).isEqualTo(systems());
    }

    private static InetAddress elsewhere() throws IOException {
        return InetAddress.getByName("192.0.2.1");
    }

    private static String systems() throws IOException {
        return Files.readString(Path.of("/proc/sys/net/ipv4/tcp_congestion_control")).trim();
    }

    /** Who may administer the network may choose among all that are there, others among the allowed. */
    private static boolean lends(String name) throws IOException {
        Path kind = Path.of("/proc/sys/net/ipv4/tcp_" + (System.getProperty("user.name").equals("root") ? "available" : "allowed") + "_congestion_control");
        return List.of(Files.readString(kind).trim().split(" ")).contains(name);
    }

    /** What a socket has after that was done to it and it was tuned for a route to that address. */
    private static String after(TcpSettings.Congestion setting, Consumer<SocketChannel> before, InetAddress remote) throws IOException, InterruptedException {
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
            before.accept(socket);
            sockets.tune(socket, remote);
            ByteBuffer name = socket.config().getOption(CONGESTION);
            return US_ASCII.decode(name).toString().replaceAll("\0.*", "");
        }
    }
}
