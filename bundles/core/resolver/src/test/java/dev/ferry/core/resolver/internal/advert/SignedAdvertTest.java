package dev.ferry.core.resolver.internal.advert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.Epochs;
import dev.ferry.core.resolver.internal.Person;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SignedAdvertTest {
    private static final Instant NOW = Instant.parse("2001-02-03T04:05:06.789Z");
    private static final Route V4 = route("192.0.2.2:47900");
    private static final Route V6 = route("[fe80::1%eth0]:47900");
    private static final Shown SHOWN = new Shown("anne", DeviceKind.LAPTOP, new Capabilities(Set.of("copy", "resume")));
    private static final int BODY = 1 + 32 + 6 + 8;

    private final Epochs epochs = new Epochs(() -> NOW);

    private static Route route(String address) {
        return new Route("tcp", address, Proximity.LAN);
    }

    private byte[] record(AdvertDraft draft, int tags) {
        return draft.sign(epochs.epoch(), (epoch, salt, key) -> IntStream.range(0, tags).mapToObj(i -> new byte[] {(byte) i, 1, 2, 3, 4, 5}).toList(), Person.RANDOM);
    }

    private byte[] full() {
        return record(new AdvertDraft(NOW, List.of(7, 999), List.of(V4, V6), Optional.of(SHOWN)), 3);
    }

    private byte[] hidden() {
        return record(new AdvertDraft(NOW, List.of(), List.of(V4), Optional.empty()), 1);
    }

    @Test
    void says_what_was_drafted() {
        SignedAdvert advert = SignedAdvert.parse(full()).orElseThrow();

        assertThat(advert.isGenuine()).isTrue();
        assertThat(advert.key()).isEqualTo(SignedAdvert.key(epochs.epoch().publicKey()));
        assertThat(advert.issued()).isEqualTo(NOW);
        assertThat(advert.nameplates()).containsExactly(7, 999);
        assertThat(advert.shown()).contains(SHOWN);
        assertThat(advert.tags()).hasSize(8);
        Advert seen = advert.advert(List.of(V4));
        assertThat(seen.name()).contains("anne");
        assertThat(seen.routes()).containsExactly(V4);
    }

    @Test
    void covers_an_address_however_it_is_written_and_whatever_its_zone_here_and_no_other() {
        SignedAdvert advert = SignedAdvert.parse(full()).orElseThrow();

        assertThat(List.of(V4, V6, route("[fe80:0:0:0:0:0:0:1%wlan0]:47900"), route("[FE80::1]:47900"), route("[::ffff:192.0.2.2]:47900"), route("127.0.0.1:47900"),
                route("[::1]:47900"))).allMatch(advert::covers);
        assertThat(List.of(route("192.0.2.2:47901"), route("192.0.2.3:47900"), route("[fe80::2%eth0]:47900"), new Route("quic", V4.address(), Proximity.LAN),
                route("127.0.0.1:22"), route("192.0.2.2"), route("192.0.2.2.:47900"))).noneMatch(advert::covers);
    }

    @Test
    void covers_addresses_that_are_not_ip_by_their_text() {
        Route radio = new Route("bluetooth", "AA:BB:CC:DD:EE:FF", Proximity.BLUETOOTH);
        SignedAdvert advert = SignedAdvert.parse(record(new AdvertDraft(NOW, List.of(), List.of(radio), Optional.empty()), 0)).orElseThrow();

        assertThat(advert.covers(radio)).isTrue();
        assertThat(advert.covers(new Route("bluetooth", "AA:BB:CC:DD:EE:FE", Proximity.BLUETOOTH))).isFalse();
    }

    @Test
    void pads_so_that_neither_pairs_nor_networks_can_be_counted() {
        List<Route> many = IntStream.range(1, 6).mapToObj(i -> route("192.0.2." + i + ":47900")).toList();
        byte[] one = record(new AdvertDraft(NOW, List.of(), List.of(V4), Optional.empty()), 1);
        byte[] more = record(new AdvertDraft(NOW, List.of(), many, Optional.empty()), 8);

        assertThat(more).hasSameSizeAs(one);
    }

    @Test
    void fits_with_everything_at_its_largest() {
        List<Route> many = IntStream.range(1, 100).mapToObj(i -> route("192.0.2." + i + ":47900")).toList();
        Shown large = new Shown("ü".repeat(64), DeviceKind.OTHER,
                new Capabilities(IntStream.range(0, 64).mapToObj(i -> "capability-" + i).collect(Collectors.toSet())));
        for (int tags : new int[] {0, 9, 17, 33, 64}) {
            byte[] record = record(new AdvertDraft(NOW, IntStream.range(0, 20).boxed().toList(), many, Optional.of(large)), tags);

            assertThat(record.length).isLessThanOrEqualTo(Advertisement.MAX_RECORD);
            SignedAdvert read = SignedAdvert.parse(record).orElseThrow();
            assertThat(read.isGenuine()).isTrue();
            assertThat(read.covers(many.get(0))).isTrue();
            assertThat(read.shown().orElseThrow().name()).isEqualTo("ü".repeat(32));
            assertThat(read.nameplates()).hasSize(8);
        }
    }

    @Test
    void escapes_what_a_peer_calls_itself() {
        Shown hostile = new Shown("a\u202Eb\u001B[31m", DeviceKind.OTHER, Capabilities.NONE);
        SignedAdvert advert = SignedAdvert.parse(record(new AdvertDraft(NOW, List.of(), List.of(V4), Optional.of(hostile)), 0)).orElseThrow();

        assertThat(advert.shown().orElseThrow().name()).isEqualTo("a\\u{202e}b\\u{1b}[31m");
    }

    @Test
    void refuses_every_truncation_and_every_extension() {
        for (byte[] record : List.of(full(), hidden())) {
            for (int length = 0; length < record.length; length++) {
                Optional<SignedAdvert> cut = SignedAdvert.parse(Arrays.copyOf(record, length));
                assertThat(cut.filter(SignedAdvert::isGenuine)).as("cut to %s", length).isEmpty();
            }
            assertThat(SignedAdvert.parse(Arrays.copyOf(record, record.length + 1)).filter(SignedAdvert::isGenuine)).isEmpty();
            assertThat(SignedAdvert.parse(Arrays.copyOf(record, 801))).isEmpty();
            assertThat(SignedAdvert.parse(new byte[5_000_000])).isEmpty();
        }
    }

    @Test
    void refuses_a_flipped_bit_in_every_byte() {
        byte[] record = full();
        for (int at = 0; at < record.length; at++) {
            byte[] flipped = record.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            assertThat(SignedAdvert.parse(flipped).filter(SignedAdvert::isGenuine)).as("byte %s", at).isEmpty();
        }
    }

    /** Whoever signs may lie about every count. */
    @Test
    void refuses_every_other_value_of_every_count_even_if_it_is_signed() {
        byte[] record = hidden();
        int tags = BODY;
        int nameplates = tags + 1 + 8 * 6;
        int cover = nameplates + 1;
        int visible = cover + 1 + 8 * 8;
        for (int at : new int[] {0, tags, nameplates, cover, visible}) {
            for (int value = 0; value < 256; value++) {
                byte[] lie = Arrays.copyOf(record, record.length - 64);
                if ((lie[at] & 0xff) != value) {
                    lie[at] = (byte) value;
                    assertThat(SignedAdvert.parse(signed(lie))).as("byte %s is %s", at, value).isEmpty();
                }
            }
        }
    }

    @Test
    void refuses_signed_nonsense_in_what_is_shown() {
        byte[] hidden = hidden();
        byte[] start = Arrays.copyOf(hidden, hidden.length - 64 - 1);
        assertThat(SignedAdvert.parse(signed(join(start, 1, 2, 1, 'a', 0)))).isPresent();
        assertThat(SignedAdvert.parse(signed(join(start, 1, 200, 1, 'a', 0))).orElseThrow().shown().orElseThrow().kind()).isEqualTo(DeviceKind.OTHER);
        assertThat(List.of(join(start, 1, 2, 0, 0), join(start, 1, 2, 1, 0xff, 0), join(start, 1, 2, 1, 'a', 1, ' '), join(start, 1, 2, 1, 'a', 1, 'A'),
                join(start, 1, 2, 3, 'a', 'b', ' ', 'b'), join(start, 1, 2, 1, 'a', 3, 'x', ' ', 'x'), join(start, 1, 2, 1, 'a', 0, 0), join(start, 1, 2, 1)))
                .map(lie -> SignedAdvert.parse(signed(lie)).isPresent()).containsOnly(false);
    }

    private static byte[] join(byte[] start, int... end) {
        byte[] all = Arrays.copyOf(start, start.length + end.length);
        for (int i = 0; i < end.length; i++) {
            all[start.length + i] = (byte) end[i];
        }
        return all;
    }

    private byte[] signed(byte[] body) {
        byte[] label = "ferry-advert-v1".getBytes(StandardCharsets.US_ASCII);
        byte[] message = Arrays.copyOf(label, label.length + body.length);
        System.arraycopy(body, 0, message, label.length, body.length);
        byte[] signature = epochs.epoch().sign(message);
        byte[] record = Arrays.copyOf(body, body.length + signature.length);
        System.arraycopy(signature, 0, record, body.length, signature.length);
        return record;
    }

    @Test
    void refuses_random_bytes() {
        for (int i = 0; i < 20_000; i++) {
            byte[] random = new byte[Person.RANDOM.nextInt(801)];
            Person.RANDOM.nextBytes(random);
            if (random.length > 0) {
                random[0] = 1;
            }
            assertThat(SignedAdvert.parse(random).filter(SignedAdvert::isGenuine)).isEmpty();
        }
    }
}
