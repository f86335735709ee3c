package dev.ferry.tck.transport;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.ListenRequest.Limits;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** T13 to T18: where a transport listens and whom it lets in. */
abstract class ListenerRules extends ChannelRules {
    ListenerRules(String id, Supplier<? extends Transport> dialling, Supplier<? extends Transport> accepting) {
        super(id, dialling, accepting);
    }

    @Test
    @DisplayName("T13 each route of a listener can be dialled")
    void t13_routes_can_be_dialled() throws Exception {
        Listener listener = listen();
        assertThat(listener.routes()).isNotEmpty().allMatch(route -> route.transport().equals(id));
        for (var route : listener.routes()) {
            closing(dialling.connect(route, ThrowawayCredentials.fresh(), PATIENCE));
            assertThat(tray.next().facts().initiator()).isFalse();
        }
    }

    @Test
    @DisplayName("T14 a taken port is a problem that names it, and not one to be tried again")
    void t14_a_taken_port_is_a_problem() throws Exception {
        Listener first = listen();
        assertThatThrownBy(() -> listen(first.port(), WIDE, ThrowawayCredentials::fresh)).isInstanceOfSatisfying(FerryException.class, taken -> {
            assertThat(taken.problem().message()).contains(String.valueOf(first.port())).endsWith(".");
            assertThat(taken.problem().retryable()).isFalse();
        });
    }

    @Test
    @DisplayName("T15 an address that this device does not have is a problem with a sentence")
    void t15_a_foreign_address_is_a_problem() {
        for (String address : new String[] {"192.0.2.1", "not an address"}) {
            ListenRequest request = new ListenRequest(0, Optional.of(address), ThrowawayCredentials::fresh, WIDE);
            assertThatThrownBy(() -> accepting.listen(request, tray)).isInstanceOfSatisfying(FerryException.class,
                    foreign -> assertThat(foreign.problem().message()).contains(address).endsWith("."));
        }
    }

    @Test
    @DisplayName("T16 closing a listener ends accepting, frees the port and keeps the links")
    void t16_closing_a_listener_keeps_links() throws Exception {
        Listener listener = listen();
        Link dialled = dial(listener);
        Link accepted = tray.next();
        listener.close();
        listener.close();
        assertThatThrownBy(() -> dial(listener)).isInstanceOf(FerryException.class);
        assertThat(tray.count()).isOne();
        dialled.channel().write(ByteBuffer.wrap(new byte[] {7}));
        assertThat(read(accepted, 1)).containsExactly(7);
        listen(listener.port(), WIDE, ThrowawayCredentials::fresh);
    }

    @Test
    @DisplayName("T17 each accepted link shows the certificate of its moment")
    void t17_the_certificate_of_the_moment() throws Exception {
        AtomicReference<LinkCredentials> moment = new AtomicReference<>();
        Listener listener = listen(0, WIDE, moment::get);
        for (int i = 0; i < 3; i++) {
            moment.set(ThrowawayCredentials.fresh());
            byte[] shown = moment.get().certificate().getEncoded();
            assertThat(dial(listener).facts().peerCertificate()).isEqualTo(shown);
            assertThat(tray.next().facts().localCertificate()).isEqualTo(shown);
        }
    }

    @Test
    @DisplayName("T18 one address gets so many new connections a second and no more")
    void t18_connections_a_second() throws Exception {
        Listener listener = listen(0, new Limits(256, 3, 10), ThrowawayCredentials::fresh);
        int refused = 0;
        long start = System.nanoTime();
        for (int i = 0; i < 12; i++) {
            try {
                closing(dialling.connect(route(listener.port()), ThrowawayCredentials.fresh(), Duration.ofSeconds(5)));
            } catch (FerryException e) {
                assertThat(e.problem().retryable()).isTrue();
                refused++;
            }
        }
        double seconds = (System.nanoTime() - start) / (double) SECONDS.toNanos(1);
        assertThat(12 - refused).as("let in, in %.1f s", seconds).isBetween(3, (int) (3 + 3 * seconds) + 1);
        assertThat(refused).isPositive();
    }
}
