package dev.ferry.edge.control.internal.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.edge.control.internal.doctor.RouteProbe.Outcome;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real sockets on loopback. What answers as Ferry is tried with a real device. */
class RouteProbeTest {
    private final RouteProbe probe = new RouteProbe(System::nanoTime, Duration.ofMillis(300));

    private static Route route(ServerSocket server) {
        return new Route("tcp", "127.0.0.1:" + server.getLocalPort(), Proximity.SAME_HOST);
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    @Test
    void nobody_listens() throws IOException {
        ServerSocket server = server();
        server.close();

        assertThat(probe.knock(route(server)).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @Test
    void another_program_listens() throws IOException {
        try (ServerSocket server = server()) {
            CompletableFuture<Void> greeting = CompletableFuture.runAsync(() -> {
                try (Socket client = server.accept()) {
                    client.getOutputStream().write("SSH-2.0-OpenSSH_9.2\r\n".getBytes(StandardCharsets.US_ASCII));
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // It was told enough.
                }
            });

            assertThat(probe.knock(route(server)).outcome()).isEqualTo(Outcome.OTHER);
            greeting.join();
        }
    }

    @Test
    void somebody_takes_the_call_and_says_nothing() throws IOException {
        try (ServerSocket silent = server()) {
            RouteProbe.Answer answer = probe.knock(route(silent));

            assertThat(answer.outcome()).isEqualTo(Outcome.SILENT);
            assertThat(answer.took()).isGreaterThanOrEqualTo(Duration.ofMillis(300));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere", "127.0.0.1:0x", "127.0.0.1:99999"})
    void what_is_no_address_is_not_tried(String address) {
        assertThat(probe.knock(new Route("tcp", address, Proximity.LAN)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }

    @Test
    void another_transport_is_not_tried() {
        assertThat(probe.knock(new Route("radio", "127.0.0.1:1", Proximity.LAN)).outcome()).isEqualTo(Outcome.UNKNOWN);
    }
}
