package dev.ferry.core.resolver.internal.advert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.resolver.internal.Epochs;
import dev.ferry.core.resolver.internal.Person;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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
        byte[] record = honest.record();
        System.arraycopy(attackers.epoch().publicKey(), 0, record, 1, 32);
        byte[] body = Arrays.copyOf(record, record.length - 64);
        byte[] message = ("ferry-advert-v1" + new String(body, StandardCharsets.ISO_8859_1)).getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(attackers.epoch().sign(message), 0, record, body.length, 64);
        SignedAdvert forged = SignedAdvert.parse(record).orElseThrow();

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

    /**
     * The linkage test of the attack list: what a scanner could compare. Counts, flags and the high bytes of the time are everybody's; together with what is random beside
     * them they make a run of four bytes common to some records by chance, never to many.
     */
    @Test
    void adverts_of_a_hundred_epochs_share_no_four_bytes_in_a_row() {
        Map<String, Integer> records = new HashMap<>();
        for (int i = 0; i < 100; i++) {
            epochs.rotate();
            byte[] record = record(anne, epochs, NOW.plus(Duration.ofMinutes(15L * i)), ALL);
            IntStream.rangeClosed(0, record.length - 4).mapToObj(at -> Arrays.toString(Arrays.copyOfRange(record, at, at + 4))).distinct()
                    .forEach(run -> records.merge(run, 1, Integer::sum));
        }
        assertThat(Collections.max(records.values())).isLessThanOrEqualTo(8);
    }
}
