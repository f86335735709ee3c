package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.ferry.core.resolver.internal.Gate.Report;
import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GateTest {
    private final SettableTime time = new SettableTime();
    private final Sightings sightings = new Sightings();
    private final Health health = new Health(h -> { });
    private int asked;
    private boolean answer = true;
    private final Gate gate = new Gate(sightings, health, time::nanos, () -> {
        asked++;
        return answer;
    });

    private static Sighting sighting(int number) {
        return Adverts.address("k" + number, "", "192.0.2.2:" + (number + 1));
    }

    private void hold(int number) {
        sightings.put(gate.slot("k" + number), new Seen("test", Optional.empty(), Optional.empty(), Adverts.routes("192.0.2.2:" + (number + 1)), Map.of(), Instant.EPOCH), new byte[0],
                Duration.ofHours(1), 0);
    }

    @Test
    void takes_a_burst_and_then_64_a_second_and_counts_the_rest() {
        for (int i = 0; i < 10_000; i++) {
            gate.sighted(sighting(i));
        }
        assertThat(gate.take()).hasSize(256);
        assertThat(gate.dropped()).isEqualTo(10_000 - 256);
        time.advance(Duration.ofSeconds(1));
        for (int i = 0; i < 10_000; i++) {
            gate.sighted(sighting(i));
        }
        assertThat(gate.take()).hasSize(64);
        assertThat(health.trouble()).isPresent();
    }

    @Test
    void takes_the_complaint_back_when_the_excess_is_over() {
        for (int i = 0; i < 1000; i++) {
            gate.sighted(sighting(i));
        }
        time.advance(Duration.ofSeconds(61));
        gate.sighted(sighting(1));
        assertThat(health.trouble()).isEmpty();
    }

    @Test
    void five_hundred_devices_may_be_renewed_eight_times_at_once() {
        for (int i = 0; i < 500; i++) {
            hold(i);
        }
        for (int i = 0; i < 8 * 500; i++) {
            gate.sighted(sighting(i % 500));
        }
        assertThat(gate.dropped()).isZero();
    }

    @Test
    void the_latest_of_each_key_waits_and_one_question_asks_for_all() {
        hold(1);
        for (int i = 0; i < 100; i++) {
            gate.sighted(sighting(1));
            gate.gone("k1");
        }
        gate.sighted(sighting(2));
        gate.gone("never-seen");

        assertThat(asked).isEqualTo(1);
        assertThat(gate.take()).extracting(Report::key, r -> r.sighting().isPresent())
                .containsExactly(tuple("k1", false), tuple("k2", true));
        gate.sighted(sighting(3));
        assertThat(asked).isEqualTo(2);
    }

    @Test
    void asks_again_when_nobody_could_be_asked() {
        answer = false;
        gate.sighted(sighting(1));
        answer = true;
        gate.sighted(sighting(2));

        assertThat(asked).isEqualTo(2);
        assertThat(gate.take()).hasSize(2);
    }

    @Test
    void ignores_nothing_and_too_much() {
        gate.sighted(null);
        gate.gone(null);
        gate.trouble(null);
        gate.sighted(new Sighting("big", Optional.of(new byte[801]), List.of(), Duration.ofSeconds(1), Map.of()));

        assertThat(gate.take()).isEmpty();
        assertThat(gate.dropped()).isEqualTo(2);
    }

    @Test
    void a_note_is_kept_apart_from_trouble_and_made_harmless() {
        gate.note("It knows 3 nodes.\u001b[2J" + "x".repeat(10_000));

        assertThat(health.trouble()).isEmpty();
        assertThat(health.note().orElseThrow()).startsWith("It knows 3 nodes.").doesNotContain("\u001b").hasSizeLessThan(1000);
        gate.close();
        gate.note("late");
        assertThat(health.note().orElseThrow()).isNotEqualTo("late");
    }

    @Test
    void a_closed_gate_takes_nothing_and_has_given_back_what_it_had() {
        hold(1);
        gate.sighted(sighting(2));
        gate.close();
        gate.sighted(sighting(3));
        gate.gone("k1");
        gate.trouble("late");
        boolean[] ran = {false};
        gate.ifOpen(() -> ran[0] = true);

        assertThat(gate.take()).isEmpty();
        assertThat(sightings.all()).isEmpty();
        assertThat(health.trouble()).isEmpty();
        assertThat(ran[0]).isFalse();
    }
}
