package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.Urgency;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.tck.transport.ThrowawayCredentials;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the system puts on the packets of a link. */
class MarksTest {
    /** IPPROTO_IP and IP_TOS, IPPROTO_IPV6 and IPV6_TCLASS of Linux. */
    private static final RawUnixChannelOption TOS = new RawUnixChannelOption("TOS", 0, 1, Integer.BYTES);
    private static final RawUnixChannelOption TCLASS = new RawUnixChannelOption("TCLASS", 41, 67, Integer.BYTES);

    private static int read(Link link, RawUnixChannelOption option) {
        ByteBuffer value = ((TcpLink) link).socket().config().getOption(option);
        return value.order(ByteOrder.nativeOrder()).getInt(0);
    }

    private static void assertMarked(String host, RawUnixChannelOption option) throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport transport = new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.AUTO, TcpSettings.Io.EPOLL))) {
            Listener listener = transport.listen(new ListenRequest(0, Optional.empty(), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT), accepted::complete);
            Link there = transport.connect(new Route("tcp", host + ":" + listener.port(), Proximity.SAME_HOST), ThrowawayCredentials.fresh(), Duration.ofSeconds(10));
            for (Link link : new Link[] {there, accepted.get(10, TimeUnit.SECONDS)}) {
                assertThat(read(link, option)).isZero();
                for (Urgency urgency : Urgency.values()) {
                    link.urgency(urgency);
                    assertThat(read(link, option) >> 2).as(urgency + " over " + host).isEqualTo(Marks.codePoint(urgency));
                }
            }
        }
    }

    @Test
    void both_ends_of_a_link_over_ipv4() throws Exception {
        assertMarked("127.0.0.1", TOS);
    }

    @Test
    void both_ends_of_a_link_over_ipv6() throws Exception {
        assertMarked("[::1]", TCLASS);
    }

    @ParameterizedTest
    @CsvSource({"LOW, 8", "NORMAL, 0", "HIGH, 26", "CRITICAL, 34"})
    void the_classes(Urgency urgency, int codePoint) {
        assertThat(Marks.codePoint(urgency)).isEqualTo(codePoint);
    }

    @Test
    void a_link_that_is_gone_is_marked_in_vain() throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport transport = new TcpTransport(TcpSettings.DEFAULT)) {
            Listener listener = transport.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT), accepted::complete);
            Link there = transport.connect(listener.routes().get(0), ThrowawayCredentials.fresh(), Duration.ofSeconds(10));
            there.close();
            ((TcpLink) there).socket().closeFuture().sync();
            there.urgency(Urgency.HIGH);
        }
    }
}
