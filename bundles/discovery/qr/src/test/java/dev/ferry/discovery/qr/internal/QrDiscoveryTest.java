package dev.ferry.discovery.qr.internal;

import static dev.ferry.discovery.qr.internal.HandedTickets.scan;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import dev.ferry.tck.SettableClock;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QrDiscoveryTest {
    private static final Instant NOW = Instant.parse("2000-01-01T00:00:00Z");

    private final HandedTickets tickets = new HandedTickets();
    private final List<String> lookedUp = new ArrayList<>();
    private final QrDiscovery discovery = new QrDiscovery(tickets, this::lookUp, new AtOnce(), new SettableClock(NOW));
    private final Map<String, Sighting> seen = new HashMap<>();
    private final List<String> troubles = new ArrayList<>();
    private final Registration browsing = discovery.browse(new SightingSink() {
        @Override
        public void sighted(Sighting sighting) {
            seen.put(sighting.key(), sighting);
        }

        @Override
        public void gone(String key) {
            seen.remove(key);
        }

        @Override
        public void trouble(String sentence) {
            troubles.add(sentence);
        }

        @Override
        public void well() {
            troubles.clear();
        }
    });

    private InetAddress[] lookUp(String host) throws UnknownHostException {
        lookedUp.add(host);
        return host.equals("nas.example") ? new InetAddress[] {InetAddress.getByName("10.0.0.9"), InetAddress.getByName("fd00::9")}
                : host.equals("gone.example") ? fail(host) : InetAddress.getAllByName(host);
    }

    private static InetAddress[] fail(String host) throws UnknownHostException {
        throw new UnknownHostException(host);
    }

    @Test
    void a_ticket_is_a_sighting_for_as_long_as_it_holds_and_says_which_ticket_it_is() {
        tickets.now(scan("t1", NOW.plusSeconds(90), "192.0.2.1:47900", "nas.example:1"));

        Sighting sighting = seen.get("t1");
        assertThat(sighting.routes()).containsExactly(new Route("tcp", "192.0.2.1:47900", Proximity.INTERNET), new Route("tcp", "10.0.0.9:1", Proximity.LAN),
                new Route("tcp", "[fd00:0:0:0:0:0:0:9]:1", Proximity.LAN));
        assertThat(sighting.ttl()).isEqualTo(Duration.ofSeconds(90));
        assertThat(sighting.record()).isEmpty();
        assertThat(sighting.details()).containsEntry("scan", "t1").containsKey("scanned-at");
    }

    @Test
    void a_ticket_that_is_used_or_given_up_is_gone_and_others_stay() {
        tickets.now(scan("t1", NOW.plusSeconds(90), "192.0.2.1:1"), scan("t2", NOW.plusSeconds(90), "192.0.2.2:1"));
        lookedUp.clear();

        tickets.now(scan("t2", NOW.plusSeconds(90), "192.0.2.2:1"));

        assertThat(seen).containsOnlyKeys("t2");
    }

    @Test
    void what_is_over_or_says_nothing_is_not_seen() {
        tickets.now(scan("over", NOW, "192.0.2.1:1"), scan("silent", NOW.plusSeconds(90)), scan("long", NOW.plus(Duration.ofDays(9)), "192.0.2.1:1"));

        assertThat(seen).containsOnlyKeys("long");
        assertThat(seen.get("long").ttl()).isEqualTo(Duration.ofHours(24));
    }

    @Test
    void a_name_that_nobody_knows_is_told_and_hides_no_address() {
        tickets.now(scan("t1", NOW.plusSeconds(90), "gone.example:1", "192.0.2.1:1"));

        assertThat(seen.get("t1").routes()).hasSize(1);
        assertThat(troubles).singleElement().asString().contains("gone.example");
        tickets.now();
        assertThat(troubles).isEmpty();
    }

    @Test
    void who_has_stopped_looking_is_told_nothing() {
        browsing.close();

        tickets.now(scan("t1", NOW.plusSeconds(90), "192.0.2.1:1"));

        assertThat(seen).isEmpty();
    }

    /** Runs where it is told. */
    private static final class AtOnce extends AbstractExecutorService {
        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public void shutdown() { }

        @Override
        public List<Runnable> shutdownNow() {
            return List.of();
        }

        @Override
        public boolean isShutdown() {
            return false;
        }

        @Override
        public boolean isTerminated() {
            return false;
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return true;
        }
    }
}
