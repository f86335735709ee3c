package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.resolver.internal.advert.Meetings;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Rendezvous.Secrets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MeetingPlacesTest {
    private final Person ann = new Person("ann");
    private final Person bob = new Person("bob");
    private final Person eve = new Person("eve");
    private final List<Secrets> told = new ArrayList<>();

    private static Secrets of(Person person) {
        return new Meetings(person.id(), person).ofPairs(pair -> true, pair -> true);
    }

    private static Set<String> hex(List<byte[]> secrets) {
        Set<String> hex = new HashSet<>();
        secrets.forEach(secret -> hex.add(HexFormat.of().formatHex(secret)));
        return hex;
    }

    @Test
    void what_one_of_a_pair_announces_under_the_other_seeks_under() {
        Person.pair(ann, bob);

        assertThat(hex(of(ann).announced())).hasSize(1).isEqualTo(hex(of(bob).sought())).doesNotContainAnyElementsOf(hex(of(ann).sought()));
        assertThat(hex(of(ann).sought())).isEqualTo(hex(of(bob).announced()));
    }

    @Test
    void every_pair_has_secrets_of_its_own() {
        Person.pair(ann, bob);
        Person.pair(ann, eve);

        assertThat(hex(of(ann).announced())).hasSize(2);
        assertThat(hex(of(eve).sought())).doesNotContainAnyElementsOf(hex(of(bob).sought()));
    }

    @Test
    void who_may_not_find_this_device_has_no_place_to_look() {
        Person.pair(ann, bob);
        Secrets secrets = new Meetings(ann.id(), ann).ofPairs(pair -> false, pair -> true);

        assertThat(secrets.announced()).isEmpty();
        assertThat(secrets.sought()).hasSize(1);
    }

    @Test
    void tickets_are_announced_while_shown_and_sought_while_wanted() {
        List<byte[]> shown = new ArrayList<>(List.of(secret(1)));
        MeetingPlaces places = new MeetingPlaces(() -> new Secrets(List.of(), List.of()), () -> shown.stream().map(byte[]::clone).toList());
        places.follow(told::add);
        Registration seeking = places.seek(secret(2)).orElseThrow();
        assertThat(last().announced()).containsExactly(secret(1));
        assertThat(last().sought()).containsExactly(secret(2));

        shown.clear();
        places.changed();
        seeking.close();
        seeking.close();

        assertThat(last().announced()).isEmpty();
        assertThat(last().sought()).isEmpty();
    }

    @Test
    void where_nobody_follows_nothing_is_sought() {
        MeetingPlaces places = new MeetingPlaces(() -> new Secrets(List.of(), List.of()), List::of);
        places.follow(told::add).close();

        assertThat(places.seek(secret(2))).isEqualTo(Optional.empty());
        assertThat(told).hasSize(1);
    }

    @Test
    void secrets_are_not_printed() {
        assertThat(new Secrets(List.of(secret(7)), List.of())).hasToString("Secrets[1 announced, 0 sought]");
    }

    private Secrets last() {
        return told.get(told.size() - 1);
    }

    private static byte[] secret(int number) {
        byte[] secret = new byte[32];
        secret[0] = (byte) number;
        return secret;
    }
}
