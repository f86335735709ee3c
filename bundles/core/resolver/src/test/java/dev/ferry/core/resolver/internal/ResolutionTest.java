package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.DeviceFilter;
import dev.ferry.api.DeviceView;
import dev.ferry.api.ShareRequest.Item;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.api.ShareTarget.Auto.Preference;
import dev.ferry.api.ShareTarget.DeviceIdentifier;
import dev.ferry.api.ShareTarget.DiscoveredDevice;
import dev.ferry.api.ShareTarget.PairedDevice;
import dev.ferry.core.resolver.Targets.Target;
import dev.ferry.core.resolver.internal.advert.AdvertDraft;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.discovery.PuppetProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a person means by what they type. */
@ExtendWith(NothingUncaught.class)
class ResolutionTest {
    private final SettableTime time = new SettableTime();
    private final Person self = new Person("self");
    private final Resident resident = new Resident(self, time, new SameThread());
    private final PuppetProvider seen = new PuppetProvider();
    private int sightings;

    @BeforeEach
    void look() {
        resident.neighbourhood.services().add("seen", seen);
    }

    private Person pair(String name, TrustLevel level) {
        Person person = new Person(name);
        Person.pair(self, person, level);
        return person;
    }

    private Person pair(String name) {
        return pair(name, TrustLevel.VERIFIED);
    }

    private void see(Person person, String... addresses) {
        seen.show(Adverts.sighting("s" + sightings++, Adverts.paired(person, new Epochs(time), time.instant(), addresses), addresses));
    }

    /** @return the advert's key */
    private String see(String name, String... addresses) {
        byte[] record = Adverts.stranger(new Epochs(time), time.instant(), name, addresses);
        seen.show(Adverts.sighting("s" + sightings++, record, addresses));
        return SignedAdvert.parse(record).orElseThrow().key();
    }

    private Target resolve(String text) throws FerryException {
        return resident.neighbourhood.resolve(new DeviceIdentifier(text));
    }

    private <P extends Problem> P problem(Class<P> type, ShareTarget target) {
        List<P> caught = new ArrayList<>();
        assertThatThrownBy(() -> resident.neighbourhood.resolve(target)).isInstanceOfSatisfying(FerryException.class,
                e -> assertThat(e.problem()).isInstanceOfSatisfying(type, caught::add));
        return caught.get(0);
    }

    private <P extends Problem> P problem(Class<P> type, String text) {
        return problem(type, new DeviceIdentifier(text));
    }

    private static DeviceId id(Target target) {
        return ((Paired) target.relationship()).id();
    }

    @Test
    void a_paired_device_is_found_by_id_prefix_uuid_and_name_even_when_offline() throws FerryException {
        Person bob = pair("bob");
        String hex = bob.id().hex();
        for (String text : List.of(hex, hex.substring(0, 8), hex.substring(0, 20).toUpperCase(Locale.ROOT), bob.id().display(), bob.id().uuid().toString(), "bob", " Bob ", "ＢＯＢ")) {
            assertThat(id(resolve(text))).as(text).isEqualTo(bob.id());
        }
        assertThat(id(resident.neighbourhood.resolve(new PairedDevice(bob.id())))).isEqualTo(bob.id());
        assertThat(resolve("bob").routes()).isEmpty();
        assertThat(resolve("bob").why()).isEqualTo("found by its name");
    }

    @Test
    void what_nobody_is_called_is_not_found_and_says_what_to_do() {
        assertThat(problem(Problem.NotFound.class, "nobody").message()).contains("nobody", "ferry devices");
        assertThat(problem(Problem.NotFound.class, "abc").message()).contains("abc");
        problem(Problem.NotFound.class, new PairedDevice(new Person("x").id()));
        problem(Problem.NotFound.class, new DiscoveredDevice("0".repeat(64)));
        problem(Problem.BadRequest.class, " ");
        problem(Problem.BadRequest.class, new ShareTarget.CodeHolder());
        assertThat(problem(Problem.NotFound.class, "\u001b[2Jx").message()).doesNotContain("\u001b");
    }

    @Test
    void several_of_one_name_are_an_error_that_names_them() {
        Person one = pair("laptop");
        Person two = pair("Laptop");
        Problem.Ambiguous ambiguous = problem(Problem.Ambiguous.class, "laptop");

        assertThat(ambiguous.candidates()).hasSize(2).anySatisfy(c -> assertThat(c).contains(one.id().hex().substring(0, 12))).anySatisfy(c -> assertThat(c)
                .contains(two.id().hex().substring(0, 12)));
    }

    @Test
    void several_strangers_of_one_name_are_an_error_that_names_their_addresses() throws FerryException {
        String key = see("phone", "192.0.2.5:47900");
        see("phone", "192.0.2.6:47900");
        Problem.Ambiguous ambiguous = problem(Problem.Ambiguous.class, "phone");

        assertThat(ambiguous.candidates()).anySatisfy(c -> assertThat(c).contains("192.0.2.5:47900")).anySatisfy(c -> assertThat(c).contains("192.0.2.6:47900"));
        assertThat(resolve(key.substring(0, 12)).routes()).containsExactly(Resident.route("192.0.2.5:47900"));
    }

    @Test
    void the_two_adverts_of_a_device_that_begins_an_epoch_are_one() throws FerryException {
        see("phone", "192.0.2.5:47900");
        time.advance(Duration.ofMillis(5));
        String newer = see("phone", "192.0.2.5:47900");

        assertThat(((Unknown) resolve("phone").relationship()).advert().orElseThrow().key()).isEqualTo(newer);
    }

    @Test
    void a_paired_device_wins_over_a_stranger_of_its_name_and_says_so() throws FerryException {
        Person bob = pair("bob");
        see("bob", "203.0.113.66:47900");

        assertThat(id(resolve("bob"))).isEqualTo(bob.id());
        assertThat(resolve("bob").why()).contains("1 other device has the same");
    }

    @Test
    void a_stranger_that_looks_like_a_paired_device_never_wins_silently() {
        Person bob = pair("laptop");
        String key = see("lаptop", "203.0.113.66:47900");

        Problem.Ambiguous ambiguous = problem(Problem.Ambiguous.class, "lаptop");
        assertThat(ambiguous.candidates()).anySatisfy(c -> assertThat(c).contains(bob.id().hex().substring(0, 12), "paired"))
                .anySatisfy(c -> assertThat(c).contains(key.substring(0, 12), "stranger"));
        assertThat(resident.neighbourhood.devices().devices()).filteredOn(v -> v.relationship() instanceof Unknown).singleElement()
                .satisfies(v -> assertThat(v.warnings()).hasSize(1));
    }

    @Test
    void an_advert_whose_tags_are_those_of_a_pair_is_the_pair() throws FerryException {
        Person bob = pair("bob");
        Epochs epochs = new Epochs(time);
        seen.show(Adverts.sighting("b", Adverts.paired(bob, epochs, time.instant(), "192.0.2.5:47900"), "192.0.2.5:47900"));
        String key = SignedAdvert.key(epochs.epoch().publicKey());

        assertThat(id(resident.neighbourhood.resolve(new DiscoveredDevice(key)))).isEqualTo(bob.id());
        assertThat(id(resolve(key))).isEqualTo(bob.id());
    }

    @Test
    void who_calls_itself_like_a_pair_is_flagged_by_name_alone() {
        Person bob = pair("bob", TrustLevel.TRUSTED);

        assertThat(resident.neighbourhood.lookAlike("bob")).get().asString().contains("your paired device bob", "has not shown");
        assertThat(resident.neighbourhood.lookAlike("B0b ")).get().asString().contains("bob");
        assertThat(resident.neighbourhood.lookAlike("carol")).isEmpty();
        assertThat(resident.neighbourhood.lookAlike("")).isEmpty();
        self.block(bob.id(), "lost");
        assertThat(resident.neighbourhood.lookAlike("bob")).as("one that was blocked and made itself another key").isPresent();
    }

    @Test
    void a_stranger_of_a_paired_name_and_another_key_stays_a_stranger() throws FerryException {
        pair("bob");
        String key = see("bob", "203.0.113.66:47900");

        assertThat(resident.neighbourhood.resolve(new DiscoveredDevice(key)).relationship()).isInstanceOfSatisfying(Unknown.class,
                stranger -> assertThat(stranger.context()).as("an advert proves nothing").isEqualTo(SecurityContext.NONE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7=192.0.2.7:47900", "192.0.2.7:5000=192.0.2.7:5000", "nas.example=192.0.2.7:47900", "nas.example:1=192.0.2.7:1",
            "[2001:db8::1]:5000=[2001:db8:0:0:0:0:0:1]:5000", "[2001:db8::1]=[2001:db8:0:0:0:0:0:1]:47900", "2001:db8::1=[2001:db8:0:0:0:0:0:1]:47900",
            "[fe80::1%eth0]:7=[fe80:0:0:0:0:0:0:1%eth0]:7"})
    void an_address_is_an_unknown_device_there(String both) throws FerryException {
        String[] parts = both.split("=");
        Target target = resolve(parts[0]);

        assertThat(target.relationship()).isInstanceOf(Unknown.class);
        assertThat(target.routes()).extracting(Route::address).containsExactly(parts[1]);
        assertThat(target.name()).isEqualTo(parts[0]);
        assertThat(resident.neighbourhood.devices().resolve(new DeviceIdentifier(parts[0])).routes()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"missing.example", "192.0.2.7:0", "192.0.2.7:65536", "192.0.2.7:", "[::1", "a b", "http://nas.example/", "[nas.example]:1"})
    void what_is_no_address_is_not_found(String text) {
        problem(Problem.NotFound.class, text);
    }

    @Test
    void the_address_at_which_a_pair_is_seen_is_the_pair() throws FerryException {
        Person bob = pair("bob");
        see(bob, "192.0.2.5:47900");

        assertThat(id(resolve("192.0.2.5"))).isEqualTo(bob.id());
        assertThat(resolve("192.0.2.6").relationship()).isInstanceOf(Unknown.class);
    }

    @Test
    void a_configured_address_is_a_candidate_with_its_label() throws FerryException {
        seen.show(Adverts.address("n", "office nas", "192.0.2.8:47900"));

        DeviceView view = resident.neighbourhood.devices().devices().get(0);
        assertThat(view.name()).isEqualTo("office nas");
        assertThat(((Unknown) view.relationship()).advert()).isEmpty();
        assertThat(resolve("OFFICE NAS").routes()).containsExactly(Resident.route("192.0.2.8:47900"));
    }

    @Test
    void a_configured_address_of_a_seen_device_is_that_device_found_by_both() {
        Person bob = pair("bob");
        see(bob, "192.0.2.5:47900");
        PuppetProvider fixed = new PuppetProvider();
        resident.neighbourhood.services().add("fixed", fixed);
        fixed.show(Adverts.address("n", "bobs box", "192.0.2.5:47900"));

        assertThat(resident.neighbourhood.devices().devices()).singleElement().satisfies(v -> assertThat(v.routes()).extracting(DeviceView.SeenRoute::foundBy)
                .containsExactly("fixed", "seen"));
    }

    @Test
    void routes_are_ranked_by_nearness_then_transport_then_what_worked_last() throws FerryException {
        resident.neighbourhood.services().addTransport("quic", new Object(), 20);
        Person bob = pair("bob");
        List<Route> routes = List.of(new Route("tcp", "203.0.113.5:47900", Proximity.INTERNET), new Route("tcp", "192.0.2.5:47900", Proximity.LAN),
                new Route("tcp", "192.0.2.6:47900", Proximity.LAN), new Route("quic", "192.0.2.5:47900", Proximity.LAN), new Route("tcp", "127.0.0.1:47900", Proximity.SAME_HOST));
        Epochs epochs = new Epochs(time);
        byte[] record;
        try (Recognition own = new Recognition(bob.id(), bob)) {
            record = new AdvertDraft(time.instant(), List.of(), routes, Optional.empty())
                    .sign(epochs.epoch(), (e, salt, key) -> own.tags(p -> true, e, salt, key), Person.RANDOM);
        }
        seen.show(new Sighting("b", Optional.of(record), routes, Adverts.TTL, Map.of()));
        resident.neighbourhood.connected(bob.id(), routes.get(2));
        resident.neighbourhood.reached(bob.id(), routes.get(2));

        assertThat(resident.neighbourhood.routes(bob.id())).startsWith(routes.get(4), routes.get(3), routes.get(2), routes.get(1), routes.get(0));
    }

    @Test
    void of_routes_that_look_equally_near_the_shorter_way_as_measured_comes_first() throws FerryException {
        Person bob = pair("bob");
        List<Route> routes = Stream.of("192.0.2.1:47900", "192.0.2.2:47900", "192.0.2.3:47900", "192.0.2.4:47900").map(Resident::route).toList();
        see(bob, "192.0.2.1:47900", "192.0.2.2:47900", "192.0.2.3:47900", "192.0.2.4:47900");
        // The first leads through a tunnel; the second was slow once and quick then; the third is a little quicker and worked before it; the fourth was never tried.
        reached(bob, routes.get(2), Duration.ofMillis(1));
        reached(bob, routes.get(1), Duration.ofMillis(300));
        reached(bob, routes.get(1), Duration.ofMillis(3));
        reached(bob, routes.get(0), Duration.ofMillis(80));

        assertThat(resident.neighbourhood.routes(bob.id())).containsExactly(routes.get(1), routes.get(2), routes.get(3), routes.get(0));
    }

    private void reached(Person there, Route route, Duration roundTrip) {
        time.advance(Duration.ofSeconds(1));
        resident.neighbourhood.reached(there.id(), route);
        resident.neighbourhood.measured(there.id(), route, roundTrip);
    }

    @Test
    void devices_are_listed_paired_first_and_each_group_by_name() {
        Person carl = pair("carl");
        Person anna = pair("anna");
        pair("zoe");
        Person foe = pair("foe");
        see(anna, "192.0.2.1:47900");
        see("stranger", "192.0.2.2:47900");
        seen.show(Adverts.address("n", "box", "192.0.2.3:47900"));
        resident.neighbourhood.connected(carl.id(), Resident.route("192.0.2.4:47900"));
        self.block(foe.id(), "foe");

        assertThat(resident.names()).containsExactly("carl", "anna", "zoe", "stranger", "box", "foe");
    }

    @Test
    void the_automatic_choice_takes_paired_devices_that_are_there_and_says_why() throws FerryException {
        see("stranger", "192.0.2.1:47900");
        Person verified = pair("verified");
        Person trusted = pair("trusted", TrustLevel.TRUSTED);
        Person away = pair("away", TrustLevel.TRUSTED);
        see(verified, "127.0.0.1:47900");
        see(trusted, "192.0.2.3:47900");
        resident.neighbourhood.connected(verified.id(), Resident.route("192.0.2.9:47900"));

        Target best = resident.neighbourhood.resolve(new Auto(Preference.BEST, Set.of()));
        assertThat(id(best)).isEqualTo(trusted.id());
        assertThat(best.why()).contains("automatic choice", "trusted", "1 other would do");
        assertThat(id(resident.neighbourhood.resolve(new Auto(Preference.FASTEST, Set.of())))).isEqualTo(verified.id());
        resident.neighbourhood.disconnected(verified.id(), Optional.empty());
        resident.neighbourhood.connected(away.id(), Resident.route("192.0.2.9:47900"));
        assertThat(id(resident.neighbourhood.resolve(new Auto(Preference.FASTEST, Set.of())))).isEqualTo(away.id());
    }

    @Test
    void without_a_choice_everybody_is_named_with_the_reason() {
        see("stranger", "192.0.2.1:47900");
        pair("away");
        Person foe = pair("foe");
        self.block(foe.id(), "spam");
        Person plain = pair("plain");
        see(plain, "192.0.2.3:47900");

        Problem.NoSuitableTargets none = problem(Problem.NoSuitableTargets.class, new Auto(Preference.NEAREST, Set.of("teleport")));

        assertThat(none.rejected()).containsExactlyInAnyOrder("stranger: not paired", "away: neither connected nor seen", "foe: blocked (spam)",
                "plain: not known to support teleport");
    }

    @Test
    void whom_files_went_to_is_suggested_for_such_files_until_the_pair_ends(@TempDir Path folder) throws Exception {
        List<Item> song = List.of(new Item(Files.createFile(folder.resolve("song.ogg")), false));
        Person anna = pair("anna");
        Person ben = pair("ben");
        see(anna, "192.0.2.3:47900");
        see(ben, "192.0.2.4:47900");
        see("stranger", "192.0.2.5:47900");
        Auto best = new Auto(Preference.BEST, Set.of());
        assertThat(id(resident.neighbourhood.choose(best, song))).isEqualTo(anna.id());

        resident.neighbourhood.shared(ben.id(), song);
        resident.neighbourhood.shared(new Person("unpaired").id(), song);

        assertThat(resident.neighbourhood.devices().suggest(song, best)).extracting(s -> s.device().name()).containsExactly("ben", "anna", "stranger");
        assertThat(resident.neighbourhood.choose(best, song).why()).contains("was sent music once");
        List<String> kept = new ArrayList<>();
        resident.store.records("habits").forEach((key, value) -> kept.add(key));
        assertThat(kept).containsExactly(ben.id().hex());
        self.remove(ben.id());
        assertThat(resident.store.records("habits").get(ben.id().hex())).isEmpty();
    }

    @Test
    void a_pair_is_chosen_by_what_it_said_on_its_last_link_though_it_shows_itself_to_nobody() throws FerryException {
        Person bob = pair("bob", TrustLevel.TRUSTED);
        see(bob, "192.0.2.1:47900");
        see(pair("carl", TrustLevel.TRUSTED), "192.0.2.2:47900");
        DeviceFilter phones = new DeviceFilter(Set.of(DeviceKind.PHONE), Set.of(), Set.of(), Set.of("resume"), Optional.empty());
        ShareTarget.Auto how = new ShareTarget.Auto(ShareTarget.Auto.Preference.BEST, phones);
        assertThatThrownBy(() -> resident.neighbourhood.resolve(how)).hasMessageContaining("bob: not known to be a phone");

        resident.neighbourhood.introduced(bob.id(), new Capabilities(Set.of("copy", "resume")), Optional.of(DeviceKind.PHONE));

        assertThat(id(resident.neighbourhood.resolve(how))).isEqualTo(bob.id());
        assertThat(new Traits(resident.store).of(bob.id())).as("after a restart too").isEqualTo(new Traits.Said(new Capabilities(Set.of("copy", "resume")), Optional.of(DeviceKind.PHONE)));
        resident.store.records("traits").put(bob.id().hex(), "TOASTER copy".getBytes(StandardCharsets.US_ASCII));
        assertThat(new Traits(resident.store).of(bob.id())).as("damaged").isEqualTo(Traits.Said.NOTHING);

        self.remove(bob.id());
        assertThat(resident.store.records("traits").get(bob.id().hex())).as("it ends with the pair").isEmpty();
        resident.neighbourhood.introduced(bob.id(), Capabilities.NONE, Optional.empty());
        assertThat(resident.store.records("traits").get(bob.id().hex())).as("nothing is kept of strangers").isEmpty();
    }

    @Test
    void a_renamed_pair_is_called_by_its_new_name() throws FerryException {
        Person bob = pair("bob");
        self.rename(bob.id(), "Robert");

        assertThat(id(resolve("robert"))).isEqualTo(bob.id());
        problem(Problem.NotFound.class, "bob");
    }

    @Test
    void status_says_who_this_is_where_it_listens_and_what_is_wrong() {
        resident.neighbourhood.services().addProfile("verified", new Object());
        seen.trouble("No interface.");
        assertThat(resident.neighbourhood.devices().status().plugins()).extracting(p -> p.role() + " " + p.id() + " " + p.trouble().isPresent())
                .containsExactly("discovery seen true", "security verified false", "transport tcp true");
        resident.listensAt("192.0.2.1:47900");
        seen.well();

        assertThat(resident.neighbourhood.devices().status().routes()).containsExactly(Resident.route("192.0.2.1:47900"));
        assertThat(resident.neighbourhood.devices().status().id()).isEqualTo(self.id());
        assertThat(resident.neighbourhood.devices().status().plugins()).allMatch(p -> p.trouble().isEmpty());
    }

    @Test
    void a_status_of_a_pair_is_connected_while_a_link_is_up() {
        Person bob = pair("bob");
        resident.neighbourhood.connected(bob.id(), Resident.route("192.0.2.9:47900"));
        assertThat(((Paired) resident.neighbourhood.devices().devices().get(0).relationship()).status())
                .isEqualTo(new ConnectionStatus.Connected(time.instant(), Resident.route("192.0.2.9:47900")));
    }
}
