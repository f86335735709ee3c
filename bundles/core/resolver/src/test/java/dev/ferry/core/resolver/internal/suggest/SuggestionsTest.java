package dev.ferry.core.resolver.internal.suggest;

import static dev.ferry.model.Proximity.BLUETOOTH;
import static dev.ferry.model.Proximity.INTERNET;
import static dev.ferry.model.Proximity.LAN;
import static dev.ferry.model.Proximity.SAME_HOST;
import static dev.ferry.model.TrustLevel.TRUSTED;
import static dev.ferry.model.TrustLevel.UNVERIFIED;
import static dev.ferry.model.TrustLevel.VERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.DeviceFilter;
import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.api.ShareTarget.Auto.Preference;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.core.resolver.internal.MemoryStore;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whom files may be meant for. */
class SuggestionsTest {
    private static final FileFacts PHOTOS = new FileFacts(FileType.PHOTOS, 3, 12_000_000, Optional.empty());
    private static final FileFacts SECRETS = new FileFacts(FileType.OTHER, 1, 2000, Optional.of("id_ed25519"));
    private static final FileFacts FILM = new FileFacts(FileType.VIDEOS, 1, 4L << 30, Optional.empty());

    private final List<DeviceView> devices = new ArrayList<>();
    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2001-02-03T04:05:06Z");
    private final Suggestions suggestions = new Suggestions(() -> devices, store, () -> now);

    private static Auto by(Preference preference) {
        return new Auto(preference, DeviceFilter.ALL);
    }

    private List<String> names(FileFacts files, Auto how) {
        return suggestions.suggest(files, how).stream().map(s -> s.device().name()).toList();
    }

    private List<String> names(FileFacts files) {
        return names(files, by(Preference.BEST));
    }

    private String chosen(FileFacts files, Preference preference) throws FerryException {
        return suggestions.choose(files, by(preference)).device().name();
    }

    @ParameterizedTest
    @CsvSource({"0.29,false", "0.30,false", "0.31,true", "1,true", "NaN,false"})
    void what_fits_little_is_left_out(double score, boolean suggested) {
        assertThat(Suggestions.passes(score)).isEqualTo(suggested);
    }

    @ParameterizedTest
    @CsvSource({"NaN,0", "-3,0", "7,1", "0.304,0.3", "0.306,0.31"})
    void a_score_is_a_number_of_hundredths_between_none_and_all(double sum, double score) {
        assertThat(Scoring.inHundredths(sum)).isEqualTo(score);
    }

    @ParameterizedTest
    @EnumSource(Preference.class)
    void the_same_inputs_give_the_same_answer_and_each_has_reasons(Preference preference) {
        devices.addAll(List.of(Seen.connected("anna", VERIFIED, LAN), Seen.paired("ben", TRUSTED, SAME_HOST), Seen.paired("cleo", UNVERIFIED, INTERNET), Seen.stranger("dora", LAN)));
        suggestions.sent(Seen.id("cleo"), FileType.PHOTOS);

        List<SuggestedTarget> first = suggestions.suggest(PHOTOS, by(preference));
        assertThat(first).hasSizeGreaterThan(1).isEqualTo(suggestions.suggest(PHOTOS, by(preference)))
                .allSatisfy(s -> assertThat(s.reasons()).isNotEmpty().allSatisfy(r -> assertThat(r).isNotBlank()))
                .allSatisfy(s -> assertThat(s.score()).isGreaterThan(0.3).isLessThanOrEqualTo(1));
        assertThat(first).isSortedAccordingTo((a, b) -> Double.compare(b.score(), a.score()));
    }

    @Test
    void ten_of_eleven_and_equals_in_the_order_of_the_list() {
        List<String> names = IntStream.range(0, 11).mapToObj(i -> "device " + (char) ('a' + i)).toList();
        names.forEach(n -> devices.add(Seen.paired(n, VERIFIED, LAN)));

        assertThat(names(PHOTOS)).containsExactlyElementsOf(names.subList(0, 10));
    }

    @Test
    void blocked_away_and_look_alike_devices_are_not_suggested() {
        devices.addAll(List.of(Seen.blocked("foe"), Seen.away("away"), Seen.stranger("Laptop", LAN, "Its name looks like that of your paired device laptop."),
                Seen.stranger("near", LAN), Seen.stranger("far", INTERNET)));

        assertThat(names(PHOTOS)).containsExactly("near");
    }

    @Test
    void a_warning_about_a_pair_does_not_hide_it() {
        DeviceView late = Seen.paired("late", VERIFIED, LAN);
        devices.add(new DeviceView(late.key(), late.name(), late.relationship(), late.routes(), late.lastSeen(), List.of("Its clock differs."), late.kind()));

        assertThat(names(PHOTOS)).containsExactly("late");
    }

    @Test
    void what_was_sent_before_changes_the_order_for_that_sort_of_file() {
        devices.addAll(List.of(Seen.paired("anna", VERIFIED, LAN), Seen.paired("ben", VERIFIED, LAN)));
        assertThat(names(PHOTOS)).containsExactly("anna", "ben");

        suggestions.sent(Seen.id("ben"), FileType.PHOTOS);
        suggestions.sent(Seen.id("ben"), FileType.PHOTOS);
        suggestions.sent(Seen.id("anna"), FileType.VIDEOS);
        suggestions.sent(Seen.id("anna"), FileType.VIDEOS);

        assertThat(names(PHOTOS)).containsExactly("ben", "anna");
        assertThat(names(FILM)).containsExactly("anna", "ben");
        assertThat(suggestions.suggest(PHOTOS, by(Preference.BEST)).get(0).reasons()).contains("was sent photos twice, last within a day");
        assertThat(suggestions.suggest(PHOTOS, by(Preference.BEST)).get(1).reasons()).contains("was sent other files before, last within a day");
    }

    @Test
    void habits_fade_outlive_the_process_and_end_with_the_pair() {
        devices.addAll(List.of(Seen.paired("anna", VERIFIED, LAN), Seen.paired("ben", VERIFIED, LAN)));
        suggestions.sent(Seen.id("ben"), FileType.PHOTOS);
        suggestions.sent(Seen.id("ben"), FileType.PHOTOS);
        now = now.plus(Duration.ofDays(Habits.HALF_LIFE_DAYS * 2));
        suggestions.sent(Seen.id("anna"), FileType.PHOTOS);

        Suggestions restarted = new Suggestions(() -> devices, store, () -> now);
        assertThat(restarted.suggest(PHOTOS, by(Preference.BEST))).extracting(s -> s.device().name()).containsExactly("anna", "ben");
        restarted.forget(Seen.id("anna"));
        assertThat(restarted.suggest(PHOTOS, by(Preference.BEST))).extracting(s -> s.device().name()).containsExactly("ben", "anna");
        assertThat(store.records("habits").get(Seen.id("anna").hex())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"PHOTOS 1 NaN 0", "PHOTOS 1 Infinity 0", "PHOTOS 1 -5 0", "HOLOGRAMS 1 1.0 0", "PHOTOS", "''"})
    void a_record_that_makes_no_sense_says_nothing(String record) {
        devices.add(Seen.paired("anna", VERIFIED, LAN));
        double without = suggestions.suggest(PHOTOS, by(Preference.BEST)).get(0).score();
        store.records("habits").put(Seen.id("anna").hex(), record.getBytes(StandardCharsets.US_ASCII));

        assertThat(suggestions.suggest(PHOTOS, by(Preference.BEST)).get(0).score()).isEqualTo(without);
    }

    @Test
    void the_preference_changes_who_is_chosen() throws FerryException {
        devices.addAll(List.of(Seen.connected("fast", VERIFIED, LAN), Seen.paired("own", TRUSTED, LAN), Seen.paired("near", UNVERIFIED, SAME_HOST), Seen.paired("usual", VERIFIED, INTERNET)));
        suggestions.sent(Seen.id("usual"), FileType.MUSIC);

        assertThat(chosen(PHOTOS, Preference.BEST)).isEqualTo("own");
        assertThat(chosen(PHOTOS, Preference.FASTEST)).isEqualTo("fast");
        assertThat(chosen(PHOTOS, Preference.NEAREST)).isEqualTo("near");
        assertThat(chosen(PHOTOS, Preference.MOST_RECENT)).isEqualTo("usual");
        assertThat(suggestions.choose(PHOTOS, by(Preference.BEST)).why()).isEqualTo("automatic choice (best): trusted; seen, on this network; 3 others would do");
    }

    @Test
    void what_looks_like_a_key_goes_to_a_trusted_device_first_and_to_no_stranger() {
        devices.addAll(List.of(Seen.connected("anna", VERIFIED, LAN), Seen.paired("ben", TRUSTED, INTERNET), Seen.stranger("dora", LAN)));
        assertThat(names(PHOTOS)).containsExactly("anna", "ben", "dora");

        assertThat(names(SECRETS)).containsExactly("ben", "anna");
        assertThat(suggestions.suggest(SECRETS, by(Preference.BEST)).get(1).reasons()).anySatisfy(r -> assertThat(r).contains("id_ed25519"));
    }

    @Test
    void much_goes_over_a_way_that_can_carry_it() {
        devices.addAll(List.of(Seen.paired("beacon", VERIFIED, BLUETOOTH), Seen.paired("cable", VERIFIED, LAN)));

        assertThat(names(FILM, by(Preference.FASTEST))).first().isEqualTo("cable");
        assertThat(suggestions.suggest(FILM, by(Preference.BEST))).filteredOn(s -> s.device().name().equals("beacon")).singleElement()
                .satisfies(s -> assertThat(s.reasons()).contains("a slow way for so much"));
    }

    @Test
    void a_filter_leaves_the_others_out() {
        devices.addAll(List.of(Seen.connected("anna", VERIFIED, LAN), Seen.paired("ben", TRUSTED, LAN), Seen.stranger("dora", LAN)));
        DeviceFilter phones = new DeviceFilter(Set.of(DeviceKind.PHONE), Set.of(), Set.of(), Set.of(), Optional.empty());
        DeviceFilter trusted = new DeviceFilter(Set.of(), Set.of("trusted"), Set.of(), Set.of(), Optional.empty());
        DeviceFilter dht = new DeviceFilter(Set.of(), Set.of(), Set.of("dht"), Set.of(), Optional.empty());
        DeviceFilter called = new DeviceFilter(Set.of(), Set.of(), Set.of("mdns", "dht"), Set.of("copy"), Optional.of("AN"));

        assertThat(names(PHOTOS, new Auto(Preference.BEST, phones))).containsExactly("dora");
        assertThat(names(PHOTOS, new Auto(Preference.BEST, trusted))).containsExactly("ben");
        assertThat(names(PHOTOS, new Auto(Preference.BEST, dht))).isEmpty();
        assertThat(names(PHOTOS, new Auto(Preference.BEST, called))).containsExactly("anna");
        assertThat(devices.stream().filter(DeviceFilter.ALL)).hasSize(3);
    }

    @Test
    void nobody_is_chosen_who_is_not_paired_and_each_is_named_with_the_reason() {
        devices.addAll(List.of(Seen.stranger("dora", LAN), Seen.stranger("far", INTERNET), Seen.away("away"), Seen.blocked("foe"), Seen.paired("odd", UNVERIFIED, INTERNET)));

        assertThatThrownBy(() -> suggestions.choose(SECRETS, by(Preference.BEST))).isInstanceOfSatisfying(FerryException.class,
                e -> assertThat(e.problem()).isInstanceOfSatisfying(Problem.NoSuitableTargets.class, none -> {
                    assertThat(none.rejected()).hasSize(5).contains("away: neither connected nor seen", "foe: blocked (spam)")
                            .anyMatch(r -> r.startsWith("odd: fits too little (paired, but to be confirmed again")).allMatch(r -> r.length() > 10);
                    assertThat(none.message()).contains("dora: ", "far: ");
                }));
    }
}
