package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.Sightings.Slot;
import dev.ferry.model.DeviceId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final Duration TTL = Duration.ofSeconds(10);
    private static final String PAIR = "ab".repeat(32);

    private final Sightings sightings = new Sightings();

    private static Seen stranger(int number) {
        return new Seen("test", Optional.empty(), Optional.empty(), List.of(Resident.route("192.0.2.1:" + number)), Map.of(), Instant.EPOCH);
    }

    private static Seen pair() {
        return new Seen("test", Optional.empty(), Optional.of(new DeviceId(PAIR)), List.of(Resident.route("192.0.2.1:1")), Map.of(), Instant.EPOCH);
    }

    private void put(Object source, String key, Seen seen) {
        sightings.put(new Slot(source, key), seen, new byte[0], TTL, 0);
    }

    @Test
    void the_stranger_not_seen_for_longest_makes_room() {
        for (int i = 1; i <= Sightings.MOST_DEVICES; i++) {
            put("source", "k" + i, stranger(i));
        }
        put("source", "k1", stranger(1));
        put("source", "new", stranger(60_000));

        assertThat(sightings.all()).hasSize(Sightings.MOST_DEVICES);
        assertThat(sightings.has(new Slot("source", "k1"))).isTrue();
        assertThat(sightings.has(new Slot("source", "k2"))).isFalse();
    }

    @Test
    void a_plugin_that_reports_most_displaces_its_own_finds_and_no_pair() {
        put("quiet", "q", stranger(1));
        put("quiet", "p", pair());
        for (int i = 2; i <= 3 * Sightings.MOST_DEVICES; i++) {
            put("loud", "k" + i, stranger(i));
        }

        assertThat(sightings.has(new Slot("quiet", "q"))).isTrue();
        assertThat(sightings.has(new Slot("quiet", "p"))).isTrue();
        assertThat(sightings.all()).hasSize(Sightings.MOST_DEVICES + 1);
    }

    @Test
    void one_device_under_many_keys_takes_the_room_of_few() {
        for (int i = 0; i < 1000; i++) {
            put("source", "p" + i, pair());
            put("source", "s" + i, stranger(7));
        }
        assertThat(sightings.all()).hasSize(2 * Sightings.MOST_OF_ONE);
        assertThat(sightings.has(new Slot("source", "p999"))).isTrue();
    }

    @Test
    void one_plugin_that_reports_a_device_again_and_again_displaces_no_other_plugins_sighting_of_it() {
        put("quiet", "q", pair());
        put("quiet", "s", stranger(7));
        for (int i = 0; i < 1000; i++) {
            put("loud", "p" + i, pair());
            put("loud", "s" + i, stranger(7));
        }
        assertThat(sightings.has(new Slot("quiet", "q"))).isTrue();
        assertThat(sightings.has(new Slot("quiet", "s"))).isTrue();
    }

    @Test
    void room_that_was_given_back_can_be_taken_again() {
        for (int round = 0; round < 3; round++) {
            for (int i = 1; i <= Sightings.MOST_DEVICES; i++) {
                put("source", round + "k" + i, stranger(i + round * Sightings.MOST_DEVICES));
            }
            assertThat(sightings.all()).hasSize(Sightings.MOST_DEVICES);
            sightings.removeAll("source");
            assertThat(sightings.all()).isEmpty();
        }
    }

    @Test
    void ends_what_is_due_and_nothing_else() {
        sightings.put(new Slot("s", "a"), stranger(1), new byte[0], Duration.ofSeconds(1), 5);
        sightings.put(new Slot("s", "b"), stranger(2), new byte[0], Duration.ofSeconds(2), 5);

        assertThat(sightings.nextEnd()).hasValue(Duration.ofSeconds(1).toNanos() + 5);
        assertThat(sightings.expire(Duration.ofSeconds(1).toNanos() + 4)).isFalse();
        assertThat(sightings.expire(Duration.ofSeconds(1).toNanos() + 5)).isTrue();
        assertThat(sightings.has(new Slot("s", "b"))).isTrue();
    }
}
