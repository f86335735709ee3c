package dev.ferry.core.resolver.internal;

import static dev.ferry.core.resolver.internal.Resident.A_MOMENT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.api.DeviceView;
import dev.ferry.api.FerryEvent.DeviceChanged;
import dev.ferry.api.FerryEvent.DeviceChanged.Change;
import dev.ferry.api.FerryEvent.Notice;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.resolver.Targets.Target;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.discovery.PuppetProvider;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Two devices on one medium, from what one shows to what the other sees. */
@ExtendWith(NothingUncaught.class)
class TwoDevicesTest {
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);

    private final SettableTime time = new SettableTime();
    private final Square square = new Square();
    private final Person annesPerson = new Person("anne");
    private final Person bobsPerson = new Person("bob");
    private Resident anne;
    private Resident bob;

    @BeforeEach
    void meet() {
        anne = resident(annesPerson, new MemoryStore(), "192.0.2.1:47900");
        bob = resident(bobsPerson, new MemoryStore(), "192.0.2.2:47900");
    }

    private Resident resident(Person person, MemoryStore store, String address) {
        Resident resident = new Resident(person, time, new SameThread(), store, false);
        square.welcome(resident);
        resident.listensAt(address);
        time.advance(A_MOMENT);
        return resident;
    }

    private DeviceView theOnlyOneAnneSees() {
        List<DeviceView> seen = anne.neighbourhood.devices().devices();
        assertThat(seen).hasSize(1);
        return seen.get(0);
    }

    private ConnectionStatus status(DeviceView view) {
        return ((Paired) view.relationship()).status();
    }

    private void pair() {
        Person.pair(annesPerson, bobsPerson);
        time.advance(A_MOMENT);
    }

    @Test
    void says_nothing_while_there_is_nobody_to_say_it_to() {
        assertThat(square.spoken).isEmpty();
        assertThat(anne.neighbourhood.devices().visibleUntil()).isEmpty();
    }

    @Test
    void a_visible_stranger_is_shown_with_its_name_and_its_routes_and_not_to_itself() {
        bob.neighbourhood.devices().showToStrangers(TEN_MINUTES);
        time.advance(A_MOMENT);

        DeviceView seen = theOnlyOneAnneSees();
        assertThat(seen.name()).isEqualTo("bob");
        assertThat(seen.relationship()).isInstanceOfSatisfying(Unknown.class, u -> assertThat(u.advert()).hasValueSatisfying(a -> {
            assertThat(a.key()).isEqualTo(seen.key());
            assertThat(a.name()).contains("bob");
        }));
        assertThat(seen.routes()).singleElement().satisfies(r -> {
            assertThat(r.route().address()).isEqualTo("192.0.2.2:47900");
            assertThat(r.foundBy()).isEqualTo("square");
            assertThat(r.details()).containsEntry("interface", "square0");
        });
        assertThat(bob.names()).isEmpty();
    }

    @Test
    void is_visible_as_long_as_the_longest_that_was_asked_for() {
        Registration first = bob.neighbourhood.devices().showToStrangers(TEN_MINUTES);
        bob.neighbourhood.devices().showToStrangers(Duration.ofMinutes(5));
        assertThat(bob.neighbourhood.devices().visibleUntil()).contains(time.instant().plus(TEN_MINUTES));
        first.close();
        assertThat(bob.neighbourhood.devices().visibleUntil()).contains(time.instant().plus(Duration.ofMinutes(5)));
        time.advance(Duration.ofMinutes(4));
        square.repeat();
        assertThat(anne.names()).containsExactly("bob");

        time.advance(Duration.ofMinutes(1).plus(A_MOMENT));

        assertThat(square.spoken).isEmpty();
        assertThat(anne.names()).isEmpty();
        assertThat(bob.neighbourhood.devices().visibleUntil()).isEmpty();
    }

    @Test
    void nobody_stays_visible_for_longer_than_a_day_by_asking() {
        bob.neighbourhood.devices().showToStrangers(Duration.ofDays(400));
        assertThat(bob.neighbourhood.devices().visibleUntil()).contains(time.instant().plus(Duration.ofHours(24)));
    }

    @Test
    void is_always_visible_where_the_configuration_says_so() {
        Resident shop = new Resident(new Person("shop"), time, new SameThread(), new MemoryStore(), true);
        square.welcome(shop);
        shop.listensAt("192.0.2.3:47900");
        time.advance(A_MOMENT);

        assertThat(anne.names()).containsExactly("shop");
        assertThat(shop.neighbourhood.devices().visibleUntil()).isPresent();
    }

    @Test
    void a_pair_recognises_each_other_though_neither_is_visible() throws FerryException {
        pair();

        DeviceView seen = theOnlyOneAnneSees();
        assertThat(seen.name()).isEqualTo("bob");
        assertThat(seen.key()).isEqualTo(bobsPerson.id().hex());
        assertThat(status(seen)).isInstanceOf(ConnectionStatus.Discovered.class);
        assertThat(bob.names()).containsExactly("anne");
        Target target = anne.neighbourhood.resolve(new ShareTarget.DeviceIdentifier("BOB"));
        assertThat(target.relationship()).isInstanceOf(Paired.class);
        assertThat(target.routes()).containsExactly(Resident.route("192.0.2.2:47900"));
    }

    @Test
    void a_device_that_is_not_visible_tells_strangers_neither_its_name_nor_that_it_is_there() {
        Resident eve = resident(new Person("eve"), new MemoryStore(), "192.0.2.66:47900");
        pair();

        assertThat(square.spoken).hasSize(2);
        for (Advertisement said : square.spoken.values()) {
            String text = new String(said.record(), StandardCharsets.ISO_8859_1) + said.instance();
            assertThat(text).doesNotContain("anne").doesNotContain("bob");
        }
        assertThat(eve.neighbourhood.devices().devices()).isEmpty();
    }

    @Test
    void a_device_that_is_both_paired_and_visible_appears_once() {
        pair();
        bob.neighbourhood.devices().showToStrangers(TEN_MINUTES);
        time.advance(A_MOMENT);

        assertThat(theOnlyOneAnneSees().relationship()).isInstanceOfSatisfying(Paired.class, p -> assertThat(p.capabilities().names()).contains("resume"));
    }

    @Test
    void pairs_find_each_other_again_in_every_epoch_under_other_names() {
        pair();
        String before = bobsAdvertisement().instance();
        bob.epochs.rotate();
        time.advance(A_MOMENT);

        assertThat(bobsAdvertisement().instance()).isNotEqualTo(before);
        assertThat(square.spoken).hasSize(2);
        assertThat(status(theOnlyOneAnneSees())).isInstanceOf(ConnectionStatus.Discovered.class);
    }

    private Advertisement bobsAdvertisement() {
        return square.spoken.values().stream().filter(a -> a.routes().equals(bob.links.presence().routes())).findFirst().orElseThrow();
    }

    @Test
    void another_network_begins_another_epoch() {
        pair();
        String before = bobsAdvertisement().instance();
        bob.listensAt("198.51.100.2:47900");
        time.advance(A_MOMENT);

        assertThat(bobsAdvertisement().instance()).isNotEqualTo(before);
        assertThat(square.spoken).doesNotContainKey(before);
        assertThat(theOnlyOneAnneSees().routes()).extracting(r -> r.route().address()).containsExactly("198.51.100.2:47900");
    }

    @Test
    void the_same_routes_told_again_change_nothing() {
        pair();
        byte[] before = bobsAdvertisement().record();
        bob.listensAt("192.0.2.2:47900");
        bob.showsCode();
        time.advance(A_MOMENT);

        assertThat(bobsAdvertisement().record()).isEqualTo(before);
    }

    @Test
    void who_is_unpaired_becomes_a_stranger_at_once() {
        pair();
        annesPerson.remove(bobsPerson.id());
        time.advance(A_MOMENT);

        assertThat(anne.names()).isEmpty();
    }

    @Test
    void a_blocked_device_is_listed_last_as_blocked_and_sees_nothing_of_its_blocker() throws FerryException {
        pair();
        annesPerson.block(bobsPerson.id(), "too many cat pictures");
        time.advance(A_MOMENT);

        assertThat(theOnlyOneAnneSees().relationship()).isInstanceOfSatisfying(Blocked.class, b -> assertThat(b.reason()).isEqualTo("too many cat pictures"));
        assertThat(status(bob.neighbourhood.devices().devices().get(0))).isInstanceOf(ConnectionStatus.Offline.class);
        for (ShareTarget target : List.of(new ShareTarget.PairedDevice(bobsPerson.id()), new ShareTarget.DeviceIdentifier("bob"),
                new ShareTarget.DeviceIdentifier(bobsPerson.id().hex()), new ShareTarget.DeviceIdentifier("192.0.2.2:47900"))) {
            assertThatThrownBy(() -> anne.neighbourhood.resolve(target)).isInstanceOfSatisfying(FerryException.class,
                    e -> assertThat(e.problem()).isInstanceOfSatisfying(Problem.DeviceBlocked.class, b -> assertThat(b.reason()).isEqualTo("too many cat pictures")));
        }
        annesPerson.unblock(bobsPerson.id());
        time.advance(A_MOMENT);
        assertThat(anne.neighbourhood.resolve(new ShareTarget.DeviceIdentifier("bob")).relationship()).isInstanceOf(Paired.class);
    }

    @Test
    void a_policy_can_hide_this_device_from_a_pair() {
        bob.forbidden = q -> q.operation() == Operation.SEE_PRESENCE;
        pair();

        assertThat(status(theOnlyOneAnneSees())).isInstanceOf(ConnectionStatus.Offline.class);
    }

    @Test
    void a_code_is_shown_with_the_name_and_its_nameplate_leads_to_the_device() {
        bob.showsCode(7);
        time.advance(A_MOMENT);

        assertThat(bob.neighbourhood.devices().visibleUntil()).isPresent();
        assertThat(theOnlyOneAnneSees().relationship()).isInstanceOfSatisfying(Unknown.class,
                u -> assertThat(u.advert().orElseThrow().nameplate()).hasValue(7));
        bob.showsCode();
        time.advance(A_MOMENT);
        assertThat(anne.names()).isEmpty();
        assertThat(square.spoken).isEmpty();
    }

    @Test
    void what_is_not_renewed_ends_with_its_time_to_live_and_pairs_are_then_offline_with_when_they_were_seen() {
        pair();
        time.advance(Square.TTL.plusSeconds(1));

        assertThat(status(theOnlyOneAnneSees())).isInstanceOf(ConnectionStatus.Offline.class);
        assertThat(theOnlyOneAnneSees().routes()).isEmpty();
    }

    @Test
    void each_sighting_ends_at_its_own_time() {
        PuppetProvider radio = new PuppetProvider();
        anne.neighbourhood.services().add("radio", radio);
        for (int seconds = 1; seconds <= 3; seconds++) {
            radio.show(new Sighting("s" + seconds, Optional.empty(), Adverts.routes("192.0.2.9:" + seconds), Duration.ofSeconds(seconds), Map.of("label", "s" + seconds)));
        }
        assertThat(anne.names()).containsExactly("s1", "s2", "s3");
        time.advance(Duration.ofMillis(1500));
        assertThat(anne.names()).containsExactly("s2", "s3");
        time.advance(Duration.ofSeconds(1));
        assertThat(anne.names()).containsExactly("s3");
        time.advance(Duration.ofSeconds(1));
        assertThat(anne.names()).isEmpty();
    }

    @Test
    void a_clock_that_is_set_back_does_not_silence_a_device() {
        pair();
        time.jump(Duration.ofMinutes(-10));
        bob.showsCode(7);
        time.advance(A_MOMENT);

        assertThat(anne.neighbourhood.devices().devices()).hasSize(1);
        assertThat(((Paired) theOnlyOneAnneSees().relationship()).capabilities().names()).as("said since the clock was set").isNotEmpty();
    }

    @Test
    void followers_get_the_list_now_and_after_each_change() {
        List<List<String>> told = new ArrayList<>();
        Registration following = anne.neighbourhood.devices().follow(list -> told.add(list.stream().map(DeviceView::name).toList()));
        Registration visible = bob.neighbourhood.devices().showToStrangers(TEN_MINUTES);
        time.advance(A_MOMENT.multipliedBy(2));
        visible.close();
        time.advance(A_MOMENT.multipliedBy(2));
        following.close();
        bob.neighbourhood.devices().showToStrangers(TEN_MINUTES);
        time.advance(A_MOMENT.multipliedBy(2));

        assertThat(told).containsExactly(List.of(), List.of("bob"), List.of());
        assertThat(anne.events(DeviceChanged.class)).extracting(DeviceChanged::change)
                .containsExactly(Change.APPEARED, Change.GONE, Change.APPEARED);
    }

    @Test
    void merely_being_seen_again_is_no_change() {
        pair();
        time.advance(A_MOMENT);
        int before = anne.events.size();
        square.repeat();
        time.advance(A_MOMENT.multipliedBy(2));

        assertThat(anne.events).hasSize(before);
    }

    @Test
    void route_followers_hear_when_a_pair_can_be_reached_otherwise() {
        pair();
        time.advance(A_MOMENT);
        List<DeviceId> told = new ArrayList<>();
        anne.neighbourhood.followRoutes(told::add);
        bob.listensAt("198.51.100.2:47900");
        time.advance(A_MOMENT.multipliedBy(3));

        assertThat(told).isNotEmpty().containsOnly(bobsPerson.id());
    }

    @Test
    void connections_are_shown_and_their_routes_remembered_over_a_restart_without_discovery() {
        pair();
        anne.neighbourhood.routes(bobsPerson.id());
        anne.neighbourhood.connected(bobsPerson.id(), Resident.route("192.0.2.2:47900"));
        assertThat(status(theOnlyOneAnneSees())).isInstanceOf(ConnectionStatus.Connected.class);
        anne.neighbourhood.disconnected(bobsPerson.id(), Optional.of("It hung up."));
        bob.close();
        anne.close();
        time.advance(Duration.ofDays(1));
        Resident again = new Resident(annesPerson, time, new SameThread(), anne.store, false);

        assertThat(again.neighbourhood.routes(bobsPerson.id())).containsExactly(Resident.route("192.0.2.2:47900"));
        assertThat(status(again.neighbourhood.devices().devices().get(0))).isInstanceOfSatisfying(ConnectionStatus.Offline.class,
                o -> assertThat(o.lastSeen()).contains(time.instant().minus(Duration.ofDays(1))));
    }

    @Test
    void a_link_that_was_accepted_teaches_where_the_other_device_is_now() {
        pair();
        anne.neighbourhood.routes(bobsPerson.id());
        anne.neighbourhood.connected(bobsPerson.id(), Resident.route("192.0.2.2:47900"));
        anne.neighbourhood.disconnected(bobsPerson.id(), Optional.empty());
        bob.close();
        time.advance(Square.TTL.plusSeconds(1));
        anne.neighbourhood.connected(bobsPerson.id(), Resident.route("203.0.113.9:51234"));

        assertThat(anne.neighbourhood.routes(bobsPerson.id())).containsExactly(Resident.route("203.0.113.9:47900"), Resident.route("192.0.2.2:47900"));
    }

    @Test
    void a_failed_try_to_connect_is_shown_with_its_reason_until_the_next_success() {
        pair();
        bob.close();
        time.advance(Square.TTL.plusSeconds(1));
        anne.neighbourhood.connecting(bobsPerson.id());
        assertThat(status(theOnlyOneAnneSees())).isInstanceOf(ConnectionStatus.Connecting.class);
        anne.neighbourhood.disconnected(bobsPerson.id(), Optional.of("Nothing answered."));

        assertThat(status(theOnlyOneAnneSees())).isInstanceOfSatisfying(ConnectionStatus.Offline.class, o -> assertThat(o.lastError()).contains("Nothing answered."));
    }

    @Test
    void a_pair_whose_clock_is_wrong_is_missing_with_a_word_and_said_once() {
        Person.pair(annesPerson, bobsPerson);
        Epochs bobs = new Epochs(time);
        PuppetProvider radio = new PuppetProvider();
        anne.neighbourhood.services().add("radio", radio);
        radio.show(Adverts.sighting("b", Adverts.paired(bobsPerson, bobs, time.instant().plus(Duration.ofHours(25)), "192.0.2.2:47900"), "192.0.2.2:47900"));
        radio.show(Adverts.sighting("c", Adverts.paired(bobsPerson, bobs, time.instant().plus(Duration.ofHours(26)), "192.0.2.2:47900"), "192.0.2.2:47900"));

        assertThat(anne.events(Notice.class)).singleElement().satisfies(n -> assertThat(n.message()).contains("bob", "clocks"));
        assertThat(theOnlyOneAnneSees().warnings()).singleElement().asString().contains("bob", "clocks");
        assertThat(theOnlyOneAnneSees().routes()).isEmpty();
    }

    @Test
    void the_end_withdraws_what_was_announced() {
        pair();
        assertThat(square.spoken).hasSize(2);
        bob.close();
        anne.close();

        assertThat(square.spoken).isEmpty();
    }
}
