package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.protocol.crypto.TicketRoute;
import dev.ferry.core.resolver.Targets.Seeking;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Scans;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.discovery.PuppetProvider;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever uses a ticket, and a plugin that makes sightings of what it says. */
@ExtendWith(NothingUncaught.class)
class SeekersTest {
    private static final Duration LIFE = Duration.ofMinutes(10);
    private static final List<Route> THERE = List.of(Resident.route("192.0.2.9:47900"), Resident.route("[2001:db8::9]:47900"));

    private final SettableTime time = new SettableTime();
    private final Resident anne = new Resident(new Person("anne"), time, new SameThread());
    private final Ticket ticket = Ticket.issue(Purpose.COLLECT, time.instant().plus(LIFE), 7,
            List.of(new TicketRoute("tcp", "192.0.2.9", 47900), new TicketRoute("tcp", "2001:db8::9", 47900)), Person.RANDOM);
    private final PuppetProvider plugin = new PuppetProvider();
    private final List<Scans.Scan> told = new ArrayList<>();
    private Registration following;

    @BeforeEach
    void install() {
        anne.neighbourhood.services().add("qr", plugin);
        following = anne.neighbourhood.scans().follow(scans -> {
            told.clear();
            told.addAll(scans);
            scans.forEach(scan -> plugin.show(new Sighting(scan.key(), Optional.empty(), scan.routes(), LIFE, Map.of(Scans.DETAIL, scan.key()))));
        });
    }

    @AfterEach
    void stop() {
        anne.close();
    }

    @Test
    void what_a_plugin_makes_of_a_ticket_is_where_its_issuer_is_looked_for() throws Exception {
        try (Seeking issuer = anne.neighbourhood.seekIssuer(ticket)) {
            assertThat(issuer.addresses()).isEqualTo(THERE);
            assertThat(anne.neighbourhood.devices().devices()).singleElement().satisfies(d -> assertThat(d.routes()).extracting(r -> r.foundBy()).containsOnly("qr"));
        }
    }

    @Test
    void a_plugin_learns_the_ticket_s_addresses_and_end_and_not_its_secret() {
        try (Seeking issuer = anne.neighbourhood.seekIssuer(ticket)) {
            assertThat(issuer.elsewhere()).isFalse();
            assertThat(told).singleElement().satisfies(scan -> {
                assertThat(scan.routes()).isEqualTo(THERE);
                assertThat(scan.scanned()).isEqualTo(time.instant());
                assertThat(scan.expires()).isEqualTo(ticket.expiry());
                assertThat(scan.toString()).doesNotContain(HexFormat.of().formatHex(ticket.secret()));
            });
        }
    }

    @Test
    void who_has_used_a_ticket_leaves_none() {
        anne.neighbourhood.seekIssuer(ticket).close();

        assertThat(told).isEmpty();
    }

    @Test
    void without_such_a_plugin_nothing_is_waited_for_and_nothing_is_left_of_one() throws Exception {
        try (Seeking issuer = anne.neighbourhood.seekIssuer(ticket)) {
            assertThat(issuer.addresses()).isNotEmpty();
            following.close();
            anne.neighbourhood.services().remove(plugin);

            assertThat(issuer.addresses()).isEmpty();
            assertThat(anne.names()).isEmpty();
        }
    }

    @Test
    void an_address_that_was_seen_in_another_way_is_not_this_ticket_s() throws Exception {
        plugin.show(new Sighting("elsewhere", Optional.empty(), List.of(Resident.route("192.0.2.10:47900")), LIFE, Map.of()));
        try (Seeking issuer = anne.neighbourhood.seekIssuer(ticket)) {
            assertThat(issuer.addresses()).isEqualTo(THERE);
        }
    }
}
