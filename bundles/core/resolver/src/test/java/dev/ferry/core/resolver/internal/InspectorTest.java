package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.Inspector.Refusal;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class InspectorTest {
    private static final String HERE = "192.0.2.1:47900";
    private static final String THERE = "192.0.2.2:47900";

    private final SettableTime time = new SettableTime();
    private final Person self = new Person("self");
    private final Epochs theirs = new Epochs(time);
    private final Epochs own = new Epochs(time);
    private final Inspector inspector = new Inspector(time, key -> key.equals(SignedAdvert.key(own.epoch().publicKey())), r -> r.address().equals(HERE),
            new Recognition(self.id(), self), (pair, issued) -> { });

    private Optional<Seen> inspect(byte[] record, String... addresses) {
        return inspector.inspect("test", Adverts.sighting("key", record, addresses));
    }

    private void assertRefused(Optional<Seen> seen, Refusal why) {
        assertThat(seen).isEmpty();
        assertThat(inspector.refusals()).containsExactly(Map.entry(why, 1L));
    }

    @Test
    void believes_a_signed_advert_and_the_routes_that_it_covers() {
        Optional<Seen> seen = inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE), THERE, "203.0.113.66:47900");

        assertThat(seen.orElseThrow().routes()).extracting(Route::address).containsExactly(THERE);
    }

    @Test
    void an_advert_seen_at_forged_addresses_alone_is_dropped() {
        assertRefused(inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE), "203.0.113.66:47900", "192.0.2.2:22"), Refusal.NO_COVERED_ROUTE);
    }

    @Test
    void the_zone_is_the_one_of_the_sighting() {
        byte[] record = Adverts.stranger(theirs, time.instant(), "bob", "[fe80::2%eth0]:47900");
        assertThat(inspect(record, "[fe80:0:0:0:0:0:0:2%wlan7]:47900").orElseThrow().routes()).extracting(Route::address)
                .containsExactly("[fe80:0:0:0:0:0:0:2%wlan7]:47900");
    }

    @Test
    void a_beacon_without_routes_shows_presence() {
        assertThat(inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE)).orElseThrow().routes()).isEmpty();
    }

    @Test
    void tampered_records_are_dropped_and_counted() {
        byte[] record = Adverts.stranger(theirs, time.instant(), "bob", THERE);
        record[record.length - 64 - 2] ^= 1;
        assertRefused(inspect(record, THERE), Refusal.FORGED);
    }

    @Test
    void what_is_no_record_is_dropped_and_counted() {
        assertRefused(inspect(new byte[] {1, 2, 3}, THERE), Refusal.MALFORMED);
    }

    @Test
    void an_advert_is_believed_for_two_hours() {
        byte[] record = Adverts.stranger(theirs, time.instant(), "bob", THERE);
        time.advance(Duration.ofHours(2));
        assertThat(inspect(record, THERE)).isPresent();
        time.advance(Duration.ofMillis(1));
        assertRefused(inspect(record, THERE), Refusal.TOO_OLD);
    }

    @Test
    void a_clock_may_be_five_minutes_ahead() {
        assertThat(inspect(Adverts.stranger(theirs, time.instant().plus(Duration.ofMinutes(5)), "bob", THERE), THERE)).isPresent();
        assertRefused(inspect(Adverts.stranger(new Epochs(time), time.instant().plus(Duration.ofMinutes(5)).plusMillis(1), "bob", THERE), THERE),
                Refusal.FROM_THE_FUTURE);
    }

    @Test
    void a_replay_of_an_older_record_of_a_known_key_is_refused() {
        byte[] old = Adverts.record(theirs, time.instant(), List.of(7), Optional.empty(), "192.0.2.9:47900");
        assertThat(inspect(old, "192.0.2.9:47900")).isPresent();
        time.advance(Duration.ofMinutes(1));
        byte[] fresh = Adverts.record(theirs, time.instant(), List.of(), Optional.empty(), THERE);
        assertThat(inspect(fresh, THERE)).isPresent();
        assertThat(inspect(fresh, THERE)).as("the same again, by another method").isPresent();

        assertRefused(inspect(old, "192.0.2.9:47900"), Refusal.REPLAYED);
    }

    @Test
    void no_flood_of_strangers_makes_room_for_a_replay_of_a_pair() {
        Person bob = new Person("bob");
        Person.pair(self, bob);
        Inspector busy = new Inspector(time, key -> false, r -> false, new Recognition(self.id(), self), (pair, issued) -> { });
        byte[] old = Adverts.paired(bob, theirs, time.instant(), THERE);
        byte[] fresh = Adverts.paired(bob, theirs, time.instant().plusMillis(1), THERE);
        assertThat(busy.inspect("test", Adverts.sighting("b", fresh, THERE))).isPresent();
        for (int i = 0; i <= Inspector.MOST_KEYS; i++) {
            busy.inspect("test", Adverts.sighting("s", Adverts.stranger(new Epochs(time), time.instant(), "eve", THERE), THERE));
        }

        assertThat(busy.inspect("test", Adverts.sighting("b", old, THERE))).isEmpty();
    }

    @Test
    void two_records_of_one_instant_cannot_alternate() {
        assertThat(inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE), THERE)).isPresent();
        assertRefused(inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE), THERE), Refusal.REPLAYED);
    }

    @Test
    void a_forged_record_does_not_shut_out_the_honest_one() {
        byte[] forged = Adverts.stranger(theirs, time.instant().plusSeconds(60), "bob", THERE);
        forged[forged.length - 1] ^= 1;
        inspect(forged, THERE);
        assertThat(inspect(Adverts.stranger(theirs, time.instant(), "bob", THERE), THERE)).isPresent();
    }

    @Test
    void this_device_does_not_see_itself() {
        assertRefused(inspect(Adverts.stranger(own, time.instant(), "self", THERE), THERE), Refusal.OWN);
    }

    @Test
    void a_configured_host_that_is_this_device_is_left_out() {
        assertThat(inspector.inspect("fixed", Adverts.address("both", "nas", HERE, THERE)).orElseThrow().routes()).extracting(Route::address).containsExactly(THERE);
        assertRefused(inspector.inspect("fixed", Adverts.address("self", "nas", HERE)), Refusal.OWN);
    }

    @Test
    void details_are_escaped_and_bounded() {
        Sighting hostile = new Sighting("key", Optional.empty(), Adverts.routes(THERE), Adverts.TTL, Map.of("label", "a\u001b[2J" + "x".repeat(1000)));
        assertThat(inspector.inspect("fixed", hostile).orElseThrow().details().get("label")).startsWith("a\\u{1b}[2Jx").hasSize(128);
    }
}
