package dev.ferry.discovery.bluetooth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LetterTest {
    private static final Random RANDOM = new Random(7);

    static Letter letter(int record, String... addresses) {
        byte[] bytes = new byte[record];
        RANDOM.nextBytes(bytes);
        return Letter.of(new Advertisement("abcdefgh", bytes, Arrays.stream(addresses).map(address -> new Route("tcp", address, Proximity.LAN)).toList()));
    }

    private static Letter only(Letter sent, List<byte[]> parts) {
        Map<String, Letter> letters = Letter.assemble(parts);
        assertThat(letters).containsOnlyKeys(sent.beacon().tag());
        return letters.get(sent.beacon().tag());
    }

    @Test
    void the_largest_letter_arrives_in_parts_that_an_attribute_can_hold_in_any_order() {
        Letter sent = letter(800, IntStream.range(0, 20).mapToObj(i -> "[fd00:0:0:0:0:0:0:" + i + "]:47900").toArray(String[]::new));
        List<byte[]> parts = new ArrayList<>(sent.parts());
        assertThat(parts).hasSizeBetween(2, Letter.PARTS).allMatch(part -> part.length <= 512);
        Collections.reverse(parts);

        Letter got = only(sent, parts);

        assertThat(got.record()).isEqualTo(sent.record());
        assertThat(got.routes()).hasSize(16).isEqualTo(sent.routes());
    }

    @Test
    void two_letters_of_one_device_are_told_apart() {
        Letter one = letter(200, "10.0.0.1:1");
        Letter two = letter(700, "10.0.0.1:2");
        List<byte[]> parts = new ArrayList<>(one.parts());
        parts.addAll(two.parts());

        assertThat(Letter.assemble(parts)).containsOnlyKeys(one.beacon().tag(), two.beacon().tag());
    }

    @Test
    void every_other_letter_has_another_beacon_and_every_beacon_fits_beside_the_number_of_the_service() {
        Letter letter = letter(200, "192.168.1.2:47900");
        Letter moved = new Letter(letter.record(), List.of());

        assertThat(letter.beacon()).isNotEqualTo(moved.beacon());
        assertThat(letter.beacon().encode()).hasSizeLessThanOrEqualTo(10);
    }

    @Test
    void only_addresses_of_a_network_are_told_and_believed() {
        Letter letter = letter(10, "192.168.1.2:47900", "8.8.8.8:47900", "[2001:db8::1]:47900", "[fe80::1]:47900", "[fe80::1%eth0]:47900", "[fd00::1]:47900", "169.254.0.9:1", "host:47900");

        assertThat(letter.routes()).extracting(Route::address).containsExactly("192.168.1.2:47900", "[fd00::1]:47900", "169.254.0.9:1");
        assertThat(only(letter, letter.parts()).routes()).extracting(Route::address)
                .containsExactly("192.168.1.2:47900", "[fd00:0:0:0:0:0:0:1]:47900", "169.254.0.9:1");
        byte[] elsewhere = HexFormat.of().parseHex("00010102" + "037463700408080808bb1c" + "0374637004c0a80102bb1c");
        assertThat(Letter.assemble(Lies.parts(elsewhere)).values()).singleElement()
                .satisfies(lying -> assertThat(lying.routes()).extracting(Route::address).containsExactly("192.168.1.2:47900"));
    }

    @Test
    void a_part_that_was_changed_or_is_missing_makes_no_letter() {
        Letter letter = letter(800, "10.0.0.1:47900");
        List<byte[]> parts = letter.parts();
        assertThat(Letter.assemble(parts.subList(1, parts.size()))).isEmpty();
        for (int i = 0; i < parts.get(0).length; i++) {
            List<byte[]> changed = new ArrayList<>(parts);
            changed.set(0, parts.get(0).clone());
            changed.get(0)[i] ^= 1;
            assertThat(Letter.assemble(changed)).as("byte %d", i).isEmpty();
        }
    }

    @Test
    void whatever_is_read_is_a_letter_or_nothing() {
        for (int i = 0; i < 20_000; i++) {
            byte[] part = new byte[RANDOM.nextInt(600)];
            RANDOM.nextBytes(part);
            if (part.length > 0 && RANDOM.nextBoolean()) {
                part[0] = 1;
            }
            assertThat(Letter.assemble(List.of(part))).isEmpty();
        }
    }

    @Test
    void a_letter_whose_lengths_lie_is_none() {
        for (String lie : List.of("", "00", "0000", "000000", "ffff00", "032101", "000141", "00014101", "0001410103746370", "000141010374637004c0a80102", "0001410103746370050a0000010001", "000141013f74")) {
            byte[] bytes = HexFormat.of().parseHex(lie);
            assertThat(Letter.assemble(Lies.parts(bytes))).as(lie).isEmpty();
        }
    }
}
