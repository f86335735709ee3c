package dev.ferry.discovery.bluetooth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class NeighboursTest {
    private static final String HER = "/org/bluez/hci0/dev_02_00_00_00_00_01";
    private static final OptionalInt NONE = OptionalInt.empty();

    private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000_000L); // the clock may overflow
    private final Neighbours neighbours = new Neighbours(Duration.ofSeconds(30), now::get);
    private final Letter letter = LetterTest.letter(200, "10.0.0.1:47900");

    private void pass(long seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private static Beacon beacon(int number) {
        return new Beacon(String.format("%016x", number));
    }

    private boolean heard(String device, Beacon beacon) {
        return neighbours.heard(device, beacon, NONE, NONE);
    }

    @Test
    void who_was_read_is_there_with_strength_and_class_for_display_until_it_was_not_heard_for_long() {
        neighbours.heard(HER, letter.beacon(), OptionalInt.of(-60), OptionalInt.of(0x0c010c));
        assertThat(neighbours.present()).isEmpty();
        neighbours.read(HER, Map.of(letter.beacon().tag(), letter));

        assertThat(neighbours.present()).singleElement().satisfies(there -> {
            assertThat(there.sighting().details()).containsEntry("rssi", "-60").containsEntry("device-class", "0x0c010c");
            assertThat(there.sighting().record().orElseThrow()).isEqualTo(letter.record());
        });
        pass(30);
        neighbours.sweep();
        assertThat(neighbours.present()).hasSize(1);
        pass(1);
        assertThat(neighbours.sweep()).isTrue();
        assertThat(neighbours.present()).isEmpty();
    }

    @Test
    void what_was_read_is_not_read_again_and_what_was_not_is_asked_for_ever_less_often() {
        heard(HER, letter.beacon());
        neighbours.read(HER, Map.of());
        assertThat(neighbours.next()).isEmpty();
        pass(6);
        assertThat(neighbours.next()).contains(HER);
        neighbours.read(HER, Map.of());
        pass(6);
        assertThat(neighbours.next()).isEmpty();
        pass(5);
        assertThat(neighbours.next()).contains(HER);

        neighbours.read(HER, Map.of(letter.beacon().tag(), letter));
        pass(20);
        assertThat(heard(HER, letter.beacon())).isFalse();
        assertThat(neighbours.next()).isEmpty();
    }

    @Test
    void one_device_that_says_a_thousand_things_displaces_only_its_own() {
        heard(HER, letter.beacon());
        for (int i = 0; i < 1000; i++) {
            heard("/org/bluez/hci0/dev_66", beacon(i));
        }
        neighbours.read("/org/bluez/hci0/dev_66", Map.of());

        assertThat(neighbours.next()).contains(HER);
    }

    @Test
    void a_thousand_devices_displace_none_that_was_read_and_leave_room_for_who_comes() {
        heard(HER, letter.beacon());
        neighbours.read(HER, Map.of(letter.beacon().tag(), letter));
        for (int i = 0; i < 1000; i++) {
            assertThat(heard("/org/bluez/hci0/dev_" + i, beacon(i))).isTrue();
        }
        assertThat(neighbours.present()).hasSize(1);
        int waiting = 0;
        for (var next = neighbours.next(); next.isPresent(); next = neighbours.next()) {
            neighbours.read(next.get(), Map.of());
            waiting++;
        }
        assertThat(waiting).isEqualTo(Neighbours.MOST - 1);
    }

    @Test
    void a_letter_counts_for_who_says_its_beacon_alone() {
        heard(HER, letter.beacon());
        heard("/org/bluez/hci0/dev_66", letter.beacon());

        neighbours.read("/org/bluez/hci0/dev_66", Map.of());

        assertThat(neighbours.next()).as("the other one is not held up by it").contains(HER);
    }
}
