package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is left when the transport stops: nothing. */
class StoppingTest {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @ParameterizedTest
    @EnumSource(value = TcpSettings.Io.class, names = {"EPOLL", "NIO"})
    void threads_sockets_and_links_end_with_it(TcpSettings.Io io) throws Exception {
        Set<Thread> before = threads();
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        TcpTransport transport = new TcpTransport(TcpSettings.DEFAULT.with(TcpSettings.Tls.AUTO, io));
        Listener listener = transport.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                accepted::complete);
        Route route = new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST);
        Link link = transport.connect(route, ThrowawayCredentials.fresh(), PATIENCE);
        CompletableFuture<Integer> reader = reading(accepted.get(10, TimeUnit.SECONDS));
        try (Socket halfway = new Socket(InetAddress.getByName("127.0.0.1"), listener.port())) {
            transport.close();
            assertThat(isEnded(halfway)).as("a connection in its handshake ends").isTrue();
        }
        assertThatThrownBy(() -> link.channel().read(ByteBuffer.allocate(1))).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> reader.get(2, TimeUnit.SECONDS)).hasCauseInstanceOf(IOException.class);
        // Netty's own helper thread for shutting down is gone a second after its last work.
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(threads()).isSubsetOf(before));
        assertThatThrownBy(() -> new Socket(InetAddress.getByName("127.0.0.1"), listener.port())).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> transport.connect(route, ThrowawayCredentials.fresh(), PATIENCE)).isInstanceOfSatisfying(FerryException.class,
                stopped -> assertThat(stopped.problem().message()).contains("stopped"));
        assertThat(listener.routes()).isEqualTo(List.of());
        listener.close();
        link.close();
    }

    private static boolean isEnded(Socket socket) throws IOException {
        socket.setSoTimeout(5000);
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    private static CompletableFuture<Integer> reading(Link link) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try {
                result.complete(link.channel().read(ByteBuffer.allocate(1)));
            } catch (IOException e) {
                result.completeExceptionally(e);
            }
        }, "reader");
        reader.start();
        return result;
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.getName().startsWith("awaitility")).collect(Collectors.toSet());
    }
}
