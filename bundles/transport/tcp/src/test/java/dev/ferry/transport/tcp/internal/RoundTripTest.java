package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How far the other side is, by the system's measure. */
class RoundTripTest {
    private static Optional<Duration> measured(TcpSettings.Io io, boolean afterwards) throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport transport = new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.AUTO, io))) {
            Listener listener = transport.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT), accepted::complete);
            Link link = transport.connect(new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST), ThrowawayCredentials.fresh(), Duration.ofSeconds(10));
            accepted.get(10, TimeUnit.SECONDS);
            if (afterwards) {
                link.close();
                ((TcpLink) link).socket().closeFuture().sync();
            }
            return link.roundTrip();
        }
    }

    @Test
    void the_time_on_the_way_and_not_that_of_the_handshake() throws Exception {
        assertThat(measured(TcpSettings.Io.EPOLL, false)).hasValueSatisfying(time -> assertThat(time).isBetween(Duration.ofNanos(1000), Duration.ofSeconds(5)));
    }

    @Test
    void unknown_where_the_system_cannot_be_asked() throws Exception {
        assertThat(measured(TcpSettings.Io.NIO, false)).isEmpty();
    }

    @Test
    void unknown_once_the_link_is_gone() throws Exception {
        assertThat(measured(TcpSettings.Io.EPOLL, true)).isEmpty();
    }
}
