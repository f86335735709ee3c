package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_700_000_000);

    private static Advertisement advertisement(int size, String... addresses) {
        byte[] record = new byte[size];
        new Random(size).nextBytes(record);
        return new Advertisement("abcdefgh", record, List.of(addresses).stream().map(address -> new Route("tcp", address, Proximity.LAN)).toList());
    }

    private static Contents through(Advertisement... advertisements) {
        byte[] bytes = Contents.encode(NOW, List.of(advertisements));
        assertThat(bytes).hasSize(Place.ROOM);
        return Contents.decode(bytes).orElseThrow();
    }

    @Test
    void records_and_routes_come_back_public_ones_first() {
        Contents contents = through(advertisement(300, "127.0.0.1:47900", "192.168.1.7:47900", "[2001:db8::7]:47901", "203.0.113.7:47900"));

        assertThat(contents.written()).isEqualTo(NOW);
        assertThat(contents.entries()).singleElement().satisfies(entry -> {
            assertThat(entry.record()).isEqualTo(advertisement(300).record());
            assertThat(entry.routes()).extracting(Route::address)
                    .containsExactly("[2001:db8:0:0:0:0:0:7]:47901", "203.0.113.7:47900", "192.168.1.7:47900", "127.0.0.1:47900");
            assertThat(entry.routes()).extracting(Route::proximity).containsExactly(Proximity.INTERNET, Proximity.INTERNET, Proximity.LAN, Proximity.SAME_HOST);
        });
    }

    @Test
    void the_largest_record_fits_with_seven_routes() {
        String[] addresses = new String[8];
        for (int i = 0; i < addresses.length; i++) {
            addresses[i] = "[2001:db8::" + i + "]:47900";
        }
        addresses[7] = "203.0.113.7:47900";

        assertThat(through(advertisement(Advertisement.MAX_RECORD, addresses)).entries().get(0).routes()).hasSize(7).extracting(Route::address).contains("203.0.113.7:47900");
    }

    @Test
    void of_several_the_newest_is_kept_where_not_all_fit() {
        Contents contents = through(advertisement(500, "127.0.0.1:1"), advertisement(501, "127.0.0.1:2"), advertisement(100, "127.0.0.1:3"));

        assertThat(contents.entries()).extracting(entry -> entry.record().length).containsExactly(500, 100);
    }

    @Test
    void what_means_something_on_one_device_alone_is_left_out() {
        Contents contents = through(advertisement(10, "[fe80::1%2]:47900", "[fe80::1]:47900", "0.0.0.0:47900", "nas.example:47900", "1.2.3.4:0", "1.2.3.4:70000", "1.2.3.4:5"));

        assertThat(contents.entries().get(0).routes()).extracting(Route::address).containsExactly("1.2.3.4:5");
    }

    @Test
    void nothing_announced_is_a_message_too() {
        assertThat(through().entries()).isEmpty();
    }

    @Test
    void what_was_changed_anywhere_is_refused_or_still_has_the_right_form() {
        byte[] bytes = Contents.encode(NOW, List.of(advertisement(200, "127.0.0.1:47900", "[2001:db8::7]:47901")));
        Random random = new Random(1);
        List<byte[]> changed = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            byte[] other = bytes.clone();
            other[random.nextInt(260)] = (byte) random.nextInt();
            changed.add(other);
        }

        assertThat(changed).allSatisfy(other -> Contents.decode(other).ifPresent(contents -> assertThat(contents.entries().size()).isLessThanOrEqualTo(8)));
        assertThat(Contents.decode(new byte[0])).isEmpty();
        assertThat(Contents.decode(new byte[] {2, 0, 0, 0, 0, 0, 0, 0})).isEmpty();
        bytes[bytes.length - 1] = 1;
        assertThat(Contents.decode(bytes)).isEmpty();
    }
}
