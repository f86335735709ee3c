package dev.ferry.transport.tcp.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.model.Link;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.Security;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A link lives through its providers' changes of keys. What the JDK is not asked to do here is to receive past its limit from BoringSSL while it writes
 * itself: it then asks for new keys with each record until the answer is there, which BoringSSL takes for an attack. The core renews links long before the
 * limit.
 */
class KeyUpdateTest {
    @BeforeEach
    void inTheRightVirtualMachine() {
        assumeTrue(Security.getProperty("jdk.tls.keyLimits").contains("2^20"), "runs in an execution of its own, see pom.xml");
    }

    @ParameterizedTest
    @CsvSource({"JDK, JDK, 8388609", "JDK, BORINGSSL, 900000"})
    void bytes_arrive_in_order_through_changes_of_keys(TcpSettings.Tls dials, TcpSettings.Tls accepts, int answer) throws Exception {
        CompletableFuture<Link> accepted = new CompletableFuture<>();
        try (TcpTransport dialling = new TcpTransport(TcpSettings.DEFAULT.with(dials, TcpSettings.Io.AUTO));
                TcpTransport accepting = new TcpTransport(TcpSettings.DEFAULT.with(accepts, TcpSettings.Io.AUTO))) {
            Listener listener = accepting.listen(new ListenRequest(0, Optional.of("127.0.0.1"), ThrowawayCredentials::fresh, ListenRequest.Limits.DEFAULT),
                    accepted::complete);
            Link from = dialling.connect(new Route("tcp", "127.0.0.1:" + listener.port(), Proximity.SAME_HOST), ThrowawayCredentials.fresh(),
                    Duration.ofSeconds(10));
            Link to = accepted.get(10, TimeUnit.SECONDS);
            byte[] wayThere = noise(8 * 1024 * 1024 + 1, 1);
            byte[] wayBack = noise(answer, 2);
            CompletableFuture<byte[]> there = reading(to, wayThere.length);
            CompletableFuture<byte[]> back = reading(from, wayBack.length);
            writing(to, wayBack);
            writing(from, wayThere);
            assertThat(there.get(20, TimeUnit.SECONDS)).isEqualTo(wayThere);
            assertThat(back.get(20, TimeUnit.SECONDS)).isEqualTo(wayBack);
        }
    }

    private static byte[] noise(int size, int seed) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private static CompletableFuture<byte[]> reading(Link link, int size) {
        return inThread(() -> {
            ByteBuffer all = ByteBuffer.allocate(size);
            while (all.hasRemaining()) {
                link.channel().read(all);
            }
            return all.array();
        });
    }

    private static void writing(Link link, byte[] bytes) {
        inThread(() -> {
            link.channel().write(ByteBuffer.wrap(bytes));
            return null;
        });
    }

    private interface Work {
        byte[] run() throws IOException;
    }

    private static CompletableFuture<byte[]> inThread(Work work) {
        CompletableFuture<byte[]> result = new CompletableFuture<>();
        new Thread(() -> {
            try {
                result.complete(work.run());
            } catch (IOException e) {
                result.completeExceptionally(new UncheckedIOException(e));
            }
        }).start();
        return result;
    }
}
