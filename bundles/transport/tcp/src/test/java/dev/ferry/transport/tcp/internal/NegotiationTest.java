package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What two sides agree on, by provider. */
class NegotiationTest {

    @Test
    void the_natives_of_this_build_load_here() {
        assertThat(TlsProvider.choose(TcpSettings.Tls.AUTO)).isEqualTo(TlsProvider.BORINGSSL);
        try (Sockets sockets = new Sockets(TcpSettings.DEFAULT)) {
            assertThat(sockets).hasToString("epoll");
        }
    }

    @ParameterizedTest
    @CsvSource({"BORINGSSL, BORINGSSL, X25519MLKEM768, X25519MLKEM768", "BORINGSSL, JDK, X25519, unknown", "JDK, BORINGSSL, unknown, X25519",
        "JDK, JDK, unknown, unknown"})
    void the_best_common_group_and_aes_128(TcpSettings.Tls dials, TcpSettings.Tls accepts, String groupThere, String groupHere) throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport dialling = new TcpTransport(TcpSettings.DEFAULT.with(dials, TcpSettings.Io.AUTO));
                TcpTransport accepting = new TcpTransport(TcpSettings.DEFAULT.with(accepts, TcpSettings.Io.AUTO))) {
            Listener listener = accepting.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                    accepted::complete);
            Route route = new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST);
            LinkFacts there = dialling.connect(route, ThrowawayCredentials.fresh(), Duration.ofSeconds(10)).facts();
            LinkFacts here = accepted.get(10, TimeUnit.SECONDS).facts();
            assertThat(there.group()).isEqualTo(groupThere);
            assertThat(here.group()).isEqualTo(groupHere);
            assertThat(there.cipher()).isEqualTo("TLS_AES_128_GCM_SHA256").isEqualTo(here.cipher());
            assertThat(there.provider()).isEqualTo(dials == TcpSettings.Tls.JDK ? "JDK" : "BoringSSL");
        }
    }

    @Test
    void a_link_over_ipv6_names_its_routes_as_they_are_dialled() throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport transport = new TcpTransport(TcpSettings.DEFAULT)) {
            Listener listener = transport.listen(new ListenRequest(0, Optional.of("::1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                    accepted::complete);
            assertThat(listener.routes()).hasSize(1);
            transport.connect(listener.routes().get(0), ThrowawayCredentials.fresh(), Duration.ofSeconds(10));
            Route seen = accepted.get(10, TimeUnit.SECONDS).facts().route();
            assertThat(seen.address()).startsWith("[0:0:0:0:0:0:0:1]:");
            assertThat(seen.proximity()).isEqualTo(Proximity.SAME_HOST);
        }
    }
}
