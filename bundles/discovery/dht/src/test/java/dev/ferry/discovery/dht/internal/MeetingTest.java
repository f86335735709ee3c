package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.discovery.dht.internal.mainline.Keys;
import dev.ferry.discovery.dht.internal.mainline.LocalNode;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.SettableClock;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A publisher and a seeker with the same secret, who go round when the test says so, at the time that it says. */
class MeetingTest {
    private static final DhtSettings.Pace PACE = new DhtSettings.Pace(Duration.ofSeconds(1), Duration.ofSeconds(5), Duration.ofMinutes(5), Duration.ofMinutes(55));
    /** Half past an hour: one hour matters. */
    private static final Instant HALF_PAST = Instant.ofEpochSecond(480_000L * 3600 + 1800);

    private final SettableClock clock = new SettableClock(HALF_PAST);
    private final Semaphore puts = new Semaphore(0);
    private final Semaphore looks = new Semaphore(0);
    private final List<Sighting> sighted = new CopyOnWriteArrayList<>();
    private final List<String> gone = new CopyOnWriteArrayList<>();
    private Loopback loopback;
    private Publisher publisher;
    private Seeker seeker;

    @BeforeEach
    void open() throws Exception {
        loopback = new Loopback();
        publisher = publisher(puts);
        publisher.secrets(List.of(AgreedPlaces.secret(1)));
        seeker = new Seeker(List.of(), PACE, clock, clock.nanos(), new Seeker.Reports() {
            @Override
            public void sighted(Sighting sighting) {
                sighted.add(sighting);
            }

            @Override
            public void gone(String key) {
                gone.add(key);
            }

            @Override
            public void looked(int nodes) {
                looks.release();
            }
        });
        seeker.secrets(List.of(AgreedPlaces.secret(1)));
    }

    @AfterEach
    void close() {
        loopback.close();
    }

    private Publisher publisher(Semaphore done) {
        return new Publisher(Optional.empty(), PACE, clock, clock.nanos(), new SecureRandom(), (stored, asked) -> done.release());
    }

    private static Advertisement advertisement(int number) {
        return new Advertisement("abcdefgh", ("record " + number).getBytes(StandardCharsets.US_ASCII), List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN)));
    }

    private static void await(Semaphore semaphore, int times) throws InterruptedException {
        assertThat(semaphore.tryAcquire(times, 20, TimeUnit.SECONDS)).as("it happens").isTrue();
    }

    private void put(int times) throws InterruptedException {
        publisher.round(loopback.mainline);
        await(puts, times);
    }

    private void look() throws InterruptedException {
        seeker.hurry();
        seeker.round(loopback.mainline);
        await(looks, 1);
    }

    private Set<String> targets() {
        Set<String> targets = new HashSet<>();
        loopback.net.nodes().stream().flatMap(node -> node.heard().stream()).filter(query -> query.ascii("q").filter("put"::equals).isPresent())
                .forEach(query -> targets.add(query.table("a").flatMap(a -> a.ascii("k")).orElseThrow()));
        return targets;
    }

    private int queries() {
        return loopback.net.nodes().stream().mapToInt(LocalNode::queries).sum();
    }

    @Test
    void what_is_announced_is_sighted_with_what_it_took() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        look();

        assertThat(sighted).singleElement().satisfies(sighting -> {
            assertThat(sighting.record()).hasValueSatisfying(record -> assertThat(record).isEqualTo(advertisement(1).record()));
            assertThat(sighting.details()).containsKeys("hops", "latency-ms");
            assertThat(sighting.ttl()).isEqualTo(Duration.ofMinutes(15));
        });
    }

    @Test
    void what_does_not_change_is_put_hourly_and_not_more() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        int before = queries();
        clock.advance(Duration.ofMinutes(15)); // still the same hour alone
        publisher.round(loopback.mainline);
        assertThat(queries()).isEqualTo(before);

        clock.advance(Duration.ofMinutes(41)); // of the next hour, well within
        put(1);
        assertThat(targets()).hasSize(2);
    }

    @Test
    void near_the_edge_of_an_hour_both_hours_lead_there() throws Exception {
        clock.advance(Duration.ofMinutes(25));
        publisher.add(advertisement(1));
        put(2);
        assertThat(targets()).hasSize(2);

        clock.jumpTo(HALF_PAST.plus(Duration.ofMinutes(45))); // a clock that is twenty minutes ahead
        look();
        assertThat(sighted).hasSize(1);
    }

    @Test
    void what_is_withdrawn_is_gone_at_the_next_look() throws Exception {
        Advertisement advertisement = advertisement(1);
        publisher.add(advertisement);
        put(1);
        look();
        publisher.remove(advertisement);
        put(1);
        look();

        assertThat(gone).containsExactly(sighted.get(0).key());
        publisher.round(loopback.mainline);
        assertThat(publisher.busy()).isFalse();
    }

    @Test
    void the_farewell_of_a_former_life_does_not_overwrite_the_next() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        clock.advance(Duration.ofSeconds(1));
        Semaphore next = new Semaphore(0);
        Publisher life = publisher(next);
        life.secrets(List.of(AgreedPlaces.secret(1)));
        life.add(advertisement(2));
        life.round(loopback.mainline);
        await(next, 1);

        publisher.removeAll();
        put(1);
        look();

        assertThat(sighted).singleElement().satisfies(sighting -> assertThat(sighting.record().orElseThrow()).isEqualTo(advertisement(2).record()));
        publisher.round(loopback.mainline);
        assertThat(publisher.busy()).isFalse();
    }

    @Test
    void what_was_written_too_long_ago_is_not_sighted() throws Exception {
        clock.jumpTo(HALF_PAST.minus(Duration.ofMinutes(91)));
        byte[] old = Contents.encode(clock.instant(), List.of(advertisement(1)));
        clock.jumpTo(HALF_PAST);
        Place place = Place.of(AgreedPlaces.secret(1), 480_000);
        loopback.mainline.put(place.keys(), place.seal(old, new SecureRandom()), highest -> 1).get(20, TimeUnit.SECONDS);
        look();

        assertThat(sighted).isEmpty();
    }

    @Test
    void what_does_not_open_is_as_if_it_were_not_there() throws Exception {
        Place place = Place.of(AgreedPlaces.secret(1), 480_000);
        loopback.mainline.put(place.keys(), new byte[996], highest -> 1).get(20, TimeUnit.SECONDS);
        look();

        assertThat(sighted).isEmpty();
        assertThat(gone).isEmpty();
    }

    @Test
    void one_look_that_misses_does_not_make_a_device_go_but_three_do() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        look();
        clock.jumpTo(HALF_PAST.plus(Duration.ofHours(5))); // nothing lies under that hour
        look();
        look();
        assertThat(gone).isEmpty();
        look();
        assertThat(gone).hasSize(1);
    }

    @Test
    void under_a_secret_that_is_void_nothing_is_sought_or_left() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        look();
        seeker.secrets(List.of());
        publisher.secrets(List.of());
        put(1); // takes back

        assertThat(gone).hasSize(1);
        assertThat(seeker.busy()).isFalse();
        publisher.round(loopback.mainline);
        assertThat(publisher.busy()).isFalse();
    }

    @Test
    void nothing_of_a_record_a_secret_or_an_address_is_seen_by_a_node_and_hours_have_nothing_in_common() throws Exception {
        publisher.add(advertisement(1));
        put(1);
        clock.advance(Duration.ofHours(1));
        put(1);
        List<byte[]> seen = new ArrayList<>();
        loopback.net.nodes().forEach(node -> node.heard().forEach(query -> seen.add(query.encode())));

        assertThat(targets()).hasSize(2);
        assertThat(seen).isNotEmpty().allSatisfy(query -> assertThat(new String(query, StandardCharsets.ISO_8859_1))
                .doesNotContain("record 1", "abcdefgh", "tcp", new String(AgreedPlaces.secret(1), 0, 16, StandardCharsets.ISO_8859_1)));
    }

    @Test
    void a_stable_key_is_published_beside_the_secrets_and_followed_without_one() throws Exception {
        Pkarr own = Pkarr.of(Keys.of(new byte[32]));
        Publisher open = new Publisher(Optional.of(own), PACE, clock, clock.nanos(), new SecureRandom(), (stored, asked) -> puts.release());
        Seeker follower = new Seeker(List.of(Pkarr.follow(own.name())), PACE, clock, clock.nanos(), new Seeker.Reports() {
            @Override
            public void sighted(Sighting sighting) {
                sighted.add(sighting);
            }

            @Override
            public void gone(String key) {
                gone.add(key);
            }

            @Override
            public void looked(int nodes) {
                looks.release();
            }
        });
        follower.secrets(List.of());
        open.add(advertisement(1));
        open.round(loopback.mainline);
        await(puts, 1);
        follower.round(loopback.mainline);
        await(looks, 1);
        assertThat(sighted).singleElement().satisfies(sighting -> assertThat(sighting.record().orElseThrow()).isEqualTo(advertisement(1).record()));

        open.removeAll();
        open.round(loopback.mainline);
        await(puts, 1);
        follower.hurry();
        follower.round(loopback.mainline);
        await(looks, 1);
        assertThat(gone).hasSize(1);
        open.round(loopback.mainline);
        assertThat(open.busy()).isFalse();
    }
}
