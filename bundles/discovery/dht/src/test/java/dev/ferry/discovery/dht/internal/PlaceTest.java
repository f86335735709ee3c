package dev.ferry.discovery.dht.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlaceTest {
    private static final long HOUR = 480_000;
    private static final Instant HALF_PAST = Instant.ofEpochSecond(HOUR * 3600 + 1800);

    private final SecureRandom random = new SecureRandom();

    private static byte[] counting(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) i;
        }
        return bytes;
    }

    /** Gives 0, 1, 2 and so on. */
    private static final class Counting extends SecureRandom {
        private static final long serialVersionUID = 1L;

        @Override
        public void nextBytes(byte[] out) {
            System.arraycopy(counting(out.length), 0, out, 0, out.length);
        }
    }

    /** PROTOCOL.md, section "The DHT". */
    @Test
    void the_vector_of_the_protocol_holds() throws Exception {
        Place place = Place.of(counting(32), HOUR);
        byte[] plaintext = Contents.encode(Instant.ofEpochSecond(HOUR * 3600),
                List.of(new Advertisement("abcdefgh", "abc".getBytes(), List.of(new Route("tcp", "192.0.2.7:47900", Proximity.INTERNET)))));
        byte[] value = place.seal(plaintext, new Counting());

        assertThat(HexFormat.of().formatHex(place.keys().publicKey())).isEqualTo("d8d4fe244d10599daa9b9da0e2648328749f82f5c4a243b31df869336ee95062");
        assertThat(HexFormat.of().formatHex(Arrays.copyOf(plaintext, 25))).isEqualTo("01019254d38000010003616263010374637004c0000207bb1c");
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(value))).isEqualTo("1a1b4dd80584cc6e040ecbbcec16948c3e38d4d20ce936c10f0c64e50022fcba");
    }

    @Test
    void who_knows_the_secret_opens_the_seal_and_nobody_else() {
        byte[] plaintext = counting(Place.ROOM);
        byte[] value = Place.of(AgreedPlaces.secret(1), HOUR).seal(plaintext, random);

        assertThat(Place.of(AgreedPlaces.secret(1), HOUR).open(value)).contains(plaintext);
        assertThat(Place.of(AgreedPlaces.secret(2), HOUR).open(value)).isEmpty();
        assertThat(Place.of(AgreedPlaces.secret(1), HOUR + 1).open(value)).isEmpty();
    }

    @Test
    void a_value_of_which_any_byte_was_changed_is_not_opened() {
        Place place = Place.of(AgreedPlaces.secret(1), HOUR);
        byte[] value = place.seal(counting(Place.ROOM), random);
        for (int i = 0; i < value.length; i += 31) {
            byte[] changed = value.clone();
            changed[i] ^= 1;
            assertThat(place.open(changed)).isEmpty();
        }
        assertThat(place.open(Arrays.copyOf(value, value.length - 1))).isEmpty();
        assertThat(place.open(new byte[0])).isEmpty();
    }

    @Test
    void hours_of_one_secret_have_no_key_in_common_and_values_are_never_alike() {
        Place one = Place.of(AgreedPlaces.secret(1), HOUR);
        Place next = Place.of(AgreedPlaces.secret(1), HOUR + 1);
        byte[] plaintext = new byte[Place.ROOM];

        assertThat(one.keys().publicKey()).isNotEqualTo(next.keys().publicKey());
        assertThat(one.seal(plaintext, random)).hasSize(996).isNotEqualTo(one.seal(plaintext, random));
    }

    /** AES-GCM gives everything away where a key meets a nonce again. */
    @Test
    void of_many_values_under_one_key_no_two_have_a_nonce_in_common() {
        Place place = Place.of(AgreedPlaces.secret(1), HOUR);
        byte[] plaintext = new byte[Place.ROOM];
        long[] nonces = new long[1_000_000];
        for (int i = 0; i < nonces.length; i++) {
            // Eight of its twelve bytes: if these differ, so do all.
            nonces[i] = ByteBuffer.wrap(place.seal(plaintext, random)).getLong();
        }
        assertThat(Arrays.stream(nonces).distinct()).hasSize(nonces.length);
    }

    @Test
    void devices_whose_clocks_differ_by_twenty_minutes_have_an_hour_in_common() {
        for (int minute = 0; minute < 60; minute++) {
            Instant here = HALF_PAST.plus(Duration.ofMinutes(minute));
            assertThat(Place.hours(here)).hasSizeLessThanOrEqualTo(2).containsAnyElementsOf(Place.hours(here.plus(Duration.ofMinutes(20))));
        }
        assertThat(Place.hours(HALF_PAST)).containsExactly(HOUR);
    }
}
