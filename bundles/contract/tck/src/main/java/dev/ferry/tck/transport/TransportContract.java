package dev.ferry.tck.transport;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The contract of {@link Transport}, of its listeners and of its links: rules T1 to T24. A transport that is {@link AutoCloseable} is closed after each test.
 *
 * <p>Addresses of the tests are {@code host:port} on loopback, as for {@code tcp} and {@code quic}; a medium with other addresses overrides
 * {@link #localAddress()} and {@link #nobody()}.
 */
public abstract class TransportContract extends ListenerRules {

    /** A transport against itself. */
    protected TransportContract(String id, Supplier<? extends Transport> transport) {
        this(id, transport, transport);
    }

    /** Two of one wire protocol against each other. */
    protected TransportContract(String id, Supplier<? extends Transport> dialling, Supplier<? extends Transport> accepting) {
        super(id, dialling, accepting);
    }

    @Test
    @DisplayName("T19 both ends agree on the facts: certificates, TLS 1.3, who dialled, the route")
    void t19_facts() throws Exception {
        LinkCredentials mine = ThrowawayCredentials.fresh();
        LinkCredentials yours = ThrowawayCredentials.fresh();
        Listener listener = listen(0, WIDE, () -> yours);
        Route route = route(listener.port());
        Link link = closing(dialling.connect(route, mine, PATIENCE));
        LinkFacts dialled = link.facts();
        LinkFacts accepted = tray.next().facts();
        assertThat(dialled.initiator()).isTrue();
        assertThat(accepted.initiator()).isFalse();
        assertThat(dialled.localCertificate()).isEqualTo(mine.certificate().getEncoded()).isEqualTo(accepted.peerCertificate());
        assertThat(accepted.localCertificate()).isEqualTo(yours.certificate().getEncoded()).isEqualTo(dialled.peerCertificate());
        assertThat(dialled.route()).isEqualTo(route);
        assertThat(accepted.route().transport()).isEqualTo(id);
        assertThat(accepted.route().proximity()).isEqualTo(Proximity.SAME_HOST);
        for (LinkFacts facts : new LinkFacts[] {dialled, accepted}) {
            assertThat(facts.protocol()).isEqualTo("TLSv1.3");
            assertThat(facts.cipher()).startsWith("TLS_").isEqualTo(dialled.cipher());
            assertThat(facts.group()).isNotBlank();
            assertThat(facts.provider()).isNotBlank();
        }
        assertThat(link.channel()).isSameAs(link.channel());
    }

    @Test
    @DisplayName("T20 where nobody listens: a network error that may be tried again, with a sentence, at once")
    void t20_nobody_there() throws Exception {
        Route route = nobody();
        assertThatThrownBy(() -> dialling.connect(route, ThrowawayCredentials.fresh(), PATIENCE)).isInstanceOfSatisfying(FerryException.class, failed -> {
            assertThat(failed.problem()).isInstanceOf(Problem.NetworkError.class);
            assertThat(failed.problem().retryable()).isTrue();
            assertThat(failed.problem().message()).contains(route.address()).endsWith(".").hasSizeGreaterThan(40);
        });
    }

    @Test
    @DisplayName("T21 a peer that says nothing: a timeout of the connection, in time, nothing left open")
    void t21_silence_times_out() throws Exception {
        SilentPeer silent = closing(new SilentPeer(localAddress()));
        Duration timeout = Duration.ofMillis(700);
        assertThat(silent.isLeftAfter(() -> {
            long start = System.nanoTime();
            assertThatThrownBy(() -> dialling.connect(route(silent.port()), ThrowawayCredentials.fresh(), timeout))
                    .isInstanceOfSatisfying(FerryException.class, failed -> assertThat(failed.problem())
                            .isInstanceOfSatisfying(Problem.TimeoutError.class, late -> assertThat(late.timer()).isEqualTo(Problem.TimeoutError.Timer.CONNECT)));
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(timeout, timeout.plusSeconds(2));
            return true;
        })).as("the connection was closed").isTrue();
    }

    @Test
    @DisplayName("T22 interrupting a dial ends it within a second and leaves nothing open")
    void t22_interrupt_cancels_a_dial() throws Exception {
        SilentPeer silent = closing(new SilentPeer(localAddress()));
        Thread[] diallingThread = new Thread[1];
        Future<?> dial = meanwhile(() -> {
            synchronized (diallingThread) {
                diallingThread[0] = Thread.currentThread();
                diallingThread.notifyAll();
            }
            return dialling.connect(route(silent.port()), ThrowawayCredentials.fresh(), PATIENCE);
        });
        synchronized (diallingThread) {
            while (diallingThread[0] == null) {
                diallingThread.wait();
            }
        }
        assertThat(silent.isLeftAfter(() -> {
            assertThatThrownBy(() -> dial.get(300, MILLISECONDS)).isInstanceOf(java.util.concurrent.TimeoutException.class);
            diallingThread[0].interrupt();
            assertThatThrownBy(() -> dial.get(2, SECONDS)).isInstanceOf(ExecutionException.class).hasCauseInstanceOf(InterruptedException.class);
            return true;
        })).as("the connection was closed").isTrue();
    }

    @Test
    @DisplayName("T23 a route that is not of this transport, or makes no sense, is a bad request; names are not looked up")
    void t23_senseless_routes() {
        for (Route route : new Route[] {
            new Route("other-than-" + id, "127.0.0.1:1", Proximity.LAN), new Route(id, "no-port-and-no-address", Proximity.LAN),
            new Route(id, "name.invalid:4790", Proximity.LAN)}) {
            assertThatThrownBy(() -> dialling.connect(route, ThrowawayCredentials.fresh(), PATIENCE)).isInstanceOfSatisfying(FerryException.class,
                    failed -> assertThat(failed.problem()).isInstanceOf(Problem.BadRequest.class));
        }
    }

    /** What passes for a certificate of a stranger, and must not. */
    enum Unfit {
        ANOTHER_CURVE(ThrowawayCredentials::onP384),
        RSA(ThrowawayCredentials::onRsa),
        SIGNED_BY_ANOTHER(ThrowawayCredentials::signedByAnother),
        BLOATED(ThrowawayCredentials::bloated);

        private final Supplier<LinkCredentials> make;

        Unfit(Supplier<LinkCredentials> make) {
            this.make = make;
        }
    }

    @ParameterizedTest
    @EnumSource(Unfit.class)
    @DisplayName("T24 a certificate that is not a small, self-signed one of P-256 makes no link, on either side")
    void t24_unfit_certificates(Unfit unfit) throws Exception {
        LinkCredentials bad = unfit.make.get();
        Listener showsBad = listen(0, WIDE, () -> bad);
        assertThatThrownBy(() -> dial(showsBad)).isInstanceOf(FerryException.class);
        Listener showsGood = listen();
        try {
            // TLS 1.3 lets a client finish before its certificate was looked at.
            Link dialled = closing(dialling.connect(route(showsGood.port()), bad, PATIENCE));
            assertThatThrownBy(() -> drain(dialled)).isInstanceOf(java.io.IOException.class);
        } catch (FerryException refusedAtOnce) {
            assertThat(refusedAtOnce.problem().message()).endsWith(".");
        }
        assertThat(tray.staysEmptyFor(300)).as("no link was handed over").isTrue();
    }
}
