package dev.ferry.core.resolver.internal.advert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.resolver.internal.Epochs;
import dev.ferry.core.resolver.internal.Person;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RecognitionTest {
    private static final Instant NOW = Instant.parse("2001-02-03T04:05:06.789Z");
    private static final Predicate<Pair> ALL = pair -> true;

    private final Person anne = new Person("anne");
    private final Person bob = new Person("bob");
    private final Person eve = new Person("eve");
    private final Epochs epochs = new Epochs(() -> NOW);

    @BeforeEach
    void pair() {
        Person.pair(anne, bob);
    }

    private static byte[] record(Person from, Epochs epochs, Instant issued, Predicate<Pair> mayRecognise) {
        try (Recognition own = new Recognition(from.id(), from)) {
            return new AdvertDraft(issued, List.of(), List.of(new Route("tcp", "192.0.2.2:47900", Proximity.LAN)), Optional.empty())
                    .sign(epochs.epoch(), (epoch, salt, key) -> own.tags(mayRecognise, epoch, salt, key), Person.RANDOM);
        }
    }

    private SignedAdvert annes() {
        return SignedAdvert.parse(record(anne, epochs, NOW, ALL)).orElseThrow();
    }

    private static boolean recognised(Person by, SignedAdvert advert) {
        try (Recognition recognition = new Recognition(by.id(), by)) {
            return recognition.recognise(advert).isPresent();
        }
    }

    @Test
    void a_pair_knows_its_other_half_by_any_advert_of_any_epoch() {
        try (Recognition bobs = new Recognition(bob.id(), bob)) {
            for (int epoch = 0; epoch < 20; epoch++) {
                epochs.rotate();
                SignedAdvert advert = SignedAdvert.parse(record(anne, epochs, NOW.plus(Duration.ofMinutes(16L * epoch)), ALL)).orElseThrow();
                assertThat(bobs.recognise(advert)).contains(anne.id());
            }
        }
    }

    @Test
    void nobody_else_does_and_a_reflected_advert_means_nothing_to_who_made_it() {
        Person.pair(eve, bob);
        assertThat(recognised(eve, annes())).isFalse();
        assertThat(recognised(anne, annes())).isFalse();
    }

    @Test
    void tags_copied_into_an_advert_of_another_key_mean_nothing() {
        SignedAdvert honest = annes();
        Epochs attackers = new Epochs(() -> NOW);
        byte[] copied = new AdvertDraft(honest.issued(), List.of(), List.of(new Route("tcp", "192.0.2.66:47900", Proximity.LAN)), Optional.empty())
                .sign(attackers.epoch(), (epoch, salt, key) -> {
                    // The attacker even has the same salt.
                    System.arraycopy(honest.salt(), 0, salt, 0, salt.length);
                    return honest.tags();
                }, Person.RANDOM);
        SignedAdvert forged = SignedAdvert.parse(copied).orElseThrow();

        assertThat(forged.isGenuine()).isTrue();
        assertThat(recognised(bob, honest)).isTrue();
        assertThat(recognised(bob, forged)).isFalse();
    }

    @Test
    void a_pair_that_may_not_know_gets_no_tag() {
        SignedAdvert advert = SignedAdvert.parse(record(anne, epochs, NOW, pair -> !pair.id().equals(bob.id()))).orElseThrow();
        assertThat(recognised(bob, advert)).isFalse();
    }

    @Test
    void a_new_pairing_makes_old_tags_worthless() {
        SignedAdvert before = annes();
        Person.pair(anne, bob);
        assertThat(recognised(bob, before)).isFalse();
        assertThat(recognised(bob, annes())).isTrue();
    }

    @Test
    void a_closed_recognition_knows_nobody() {
        Recognition bobs = new Recognition(bob.id(), bob);
        bobs.close();
        bobs.refresh();
        assertThat(bobs.recognise(annes())).isEmpty();
        assertThat(bobs.pairs()).isEmpty();
    }

    /** The linkage test of the attack list: what a scanner could compare. The version byte is the only constant, counts and flags are shared by everybody. */
    @Test
    void adverts_of_a_hundred_epochs_share_no_four_bytes_in_a_row() {
        byte[][] records = new byte[100][];
        for (int i = 0; i < records.length; i++) {
            epochs.rotate();
            records[i] = record(anne, epochs, NOW.plus(Duration.ofMinutes(15L * i)), ALL);
        }
        for (int at = 0; at + 4 <= records[0].length; at++) {
            int from = at;
            assertThat(Arrays.stream(records).map(r -> Arrays.toString(Arrays.copyOfRange(r, from, from + 4))).distinct().count()).as("bytes from %s", at).isGreaterThan(1);
        }
        for (int i = 1; i < records.length; i++) {
            assertThat(shared(records[i - 1], records[i])).as("epochs %s and %s", i - 1, i).isZero();
        }
    }

    /** Runs of four equal bytes at any two places. */
    private static long shared(byte[] one, byte[] other) {
        long shared = 0;
        for (int i = 0; i + 4 <= one.length; i++) {
            for (int j = 0; j + 4 <= other.length; j++) {
                if (Arrays.equals(one, i, i + 4, other, j, j + 4)) {
                    shared++;
                }
            }
        }
        return shared;
    }
}
