package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DialerTest {
    /** Of nobody. */
    private static final String CERTIFICATE = """
            -----BEGIN CERTIFICATE-----
            MIIBbzCCARWgAwIBAgIULyTsMBz/3skPNhuxIi+w81YZh7IwCgYIKoZIzj0EAwIw
            DDEKMAgGA1UEAwwBeDAgFw0yNjExMzAxNzQ3MDhaGA8yMTI2MTEwNjE3NDcwOFow
            DDEKMAgGA1UEAwwBeDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABGjyOjYpDDan
            LcprFqO2CxwCEgGgix62IIxS17z6OjI9JqGQnvtKlWdEEiRSKTdjjJgZThDuKEJL
            97FghKnC07mjUzBRMB0GA1UdDgQWBBQi+/yjISRwGEi8Gouv/FlcYf6Z3jAfBgNV
            HSMEGDAWgBQi+/yjISRwGEi8Gouv/FlcYf6Z3jAPBgNVHRMBAf8EBTADAQH/MAoG
            CCqGSM49BAMCA0gAMEUCIQDL6DKpI7QAHtLQF9pj2dHLz36sAZl50UeSa1e1NeLN
            0gIgBDSVxw30okLEWpYdiIFfJYEaDbG6ZnIWNh5GMkUiS2w=
            -----END CERTIFICATE-----
            """;
    private static final Route ROUTE = new Route("memory", "test", Proximity.SAME_HOST);

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Device anna = new Device("anna");
    private final Device ben = new Device("ben");
    private final Windows windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });
    private final AtomicInteger connections = new AtomicInteger();

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    /** Connects to a device that says this of its pairs at the n-th connection, or that ends the link at once where it says nothing. */
    private Dialer dialer(Function<Integer, Optional<Function<DeviceId, Optional<Problem>>>> atConnection) {
        Transport transport = new Transport() {
            @Override
            public Listener listen(ListenRequest request, LinkSink sink) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Link connect(Route route, LinkCredentials credentials, Duration timeout) {
                MemoryLink.Ends ends = MemoryLink.honest();
                Optional<Function<DeviceId, Optional<Problem>>> refusal = atConnection.apply(connections.incrementAndGet());
                if (refusal.isEmpty()) {
                    ends.server().close();
                } else {
                    new Acceptor(ben.local(), windows, new Acquaintances(known -> { }), refusal.get(), io, timer).accepted(ends.server());
                }
                return ends.client();
            }
        };
        return new Dialer(new Local(anna, anna, new OneThrowaway(), Device.RANDOM), id -> Optional.of(transport), io, timer, System::nanoTime);
    }

    private Dial dial(Purpose purpose, Proof proof) {
        return new Dial(purpose, proof, List.of(ROUTE), "anna", Duration.ofSeconds(10));
    }

    @Test
    void aPairThatIsStartingIsDialledAgain() throws Exception {
        Device.pair(anna, ben);
        Dialer dialer = dialer(n -> n == 1 ? Optional.of(id -> Optional.of(new Problem.MissingPart("trusted", "No profile."))) : Optional.of(id -> Optional.empty()));
        assertThat(dialer.dial(dial(Purpose.SESSION, new Proof.Pinned(ben.id()))).peer()).contains(ben.id());
        assertThat(connections).hasValue(2);
    }

    @Test
    void aPairThatRefusesIsNotDialledAgain() {
        Device.pair(anna, ben);
        Dialer dialer = dialer(n -> Optional.of(id -> Optional.of(new Problem.DeviceBlocked("anna", "lost", "Blocked."))));
        FerryException refused = catchThrowableOfType(FerryException.class, () -> dialer.dial(dial(Purpose.SESSION, new Proof.Pinned(ben.id()))));
        assertThat(refused.problem()).isInstanceOf(Problem.RelationshipError.class);
        assertThat(connections).hasValue(1);
    }

    @Test
    void aCodeIsNotTriedAgainWhereTheLinkBreaksOff() {
        Dialer dialer = dialer(n -> Optional.empty());
        FerryException broken = catchThrowableOfType(FerryException.class, () -> dialer.dial(dial(Purpose.DROP, new Proof.Code(PairingCode.parse("7-1234-5678".toCharArray())))));
        assertThat(broken.problem()).isInstanceOfSatisfying(Problem.NetworkError.class, p -> assertThat(p.retryable()).isTrue());
        assertThat(connections).hasValue(1);
    }

    /** Always the same: no link of these tests looks at it. */
    private static final class OneThrowaway implements Throwaways {
        @Override
        public LinkCredentials fresh() {
            try {
                X509Certificate certificate = (X509Certificate) CertificateFactory.getInstance("X.509")
                        .generateCertificate(new ByteArrayInputStream(CERTIFICATE.getBytes(StandardCharsets.US_ASCII)));
                return new LinkCredentials(KeyPairGenerator.getInstance("EC").generateKeyPair().getPrivate(), certificate);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public Epoch epoch() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rotate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registration follow(Consumer<Epoch> listener) {
            throw new UnsupportedOperationException();
        }
    }
}
