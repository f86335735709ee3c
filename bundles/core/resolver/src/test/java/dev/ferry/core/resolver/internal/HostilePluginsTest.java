package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.DeviceView;
import dev.ferry.api.FerryEvent.PluginChanged;
import dev.ferry.api.NodeStatus.Plugin;
import dev.ferry.core.link.Links;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.tck.discovery.FloodingProvider;
import dev.ferry.tck.discovery.HangingProvider;
import dev.ferry.tck.discovery.LyingProvider;
import dev.ferry.tck.discovery.PuppetProvider;
import dev.ferry.tck.discovery.RecordingAdvertiser;
import dev.ferry.tck.discovery.ThrowingAdvertiser;
import dev.ferry.tck.discovery.ThrowingProvider;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** One plugin's fault is one plugin's fault. Real threads, because hanging needs them. */
@ExtendWith(NothingUncaught.class)
class HostilePluginsTest {
    private static final String THERE = "192.0.2.2:47900";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final SettableTime time = new SettableTime();
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Person person = new Person("anne");
    private final Person friend = new Person("bob");
    private final Resident anne = new Resident(person, time, io);
    private final PuppetProvider good = new PuppetProvider();

    @AfterEach
    void end() {
        anne.close();
        io.shutdownNow();
    }

    private void add(String id, DiscoveryProvider provider) {
        anne.neighbourhood.services().add(id, provider);
    }

    private void remove(DiscoveryProvider provider) {
        anne.neighbourhood.services().remove(provider);
    }

    private void goodSees(String name) {
        good.show(Adverts.sighting(name, Adverts.stranger(new Epochs(time), time.instant(), name, THERE), THERE));
    }

    private void awaitNames(String... names) {
        await().atMost(SOON).untilAsserted(() -> assertThat(anne.names()).containsExactly(names));
    }

    private Optional<String> trouble(String id) {
        return anne.neighbourhood.devices().status().plugins().stream().filter(p -> p.id().equals(id)).findFirst().flatMap(Plugin::trouble);
    }

    @Test
    void one_that_throws_is_named_and_others_go_on() {
        add("broken", ThrowingProvider.whenAsked());
        add("good", good);
        goodSees("carl");

        awaitNames("carl");
        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("broken")).hasValueSatisfying(t -> assertThat(t).contains("broken", "This plugin cannot look")));
        assertThat(trouble("good")).isEmpty();
        assertThat(anne.events(PluginChanged.class)).anySatisfy(e -> {
            assertThat(e.id()).isEqualTo("broken");
            assertThat(e.trouble()).isPresent();
        });
    }

    @Test
    void one_that_hangs_is_named_after_ten_seconds_and_others_go_on() throws InterruptedException {
        try (HangingProvider hanging = HangingProvider.whenAsked()) {
            add("stuck", hanging);
            add("good", good);
            goodSees("carl");
            awaitNames("carl");
            assertThat(hanging.awaitStuck(SOON)).isTrue();
            assertThat(trouble("stuck")).isEmpty();

            time.advance(Duration.ofSeconds(10));

            assertThat(trouble("stuck")).hasValueSatisfying(t -> assertThat(t).contains("stuck", "10 seconds"));
            assertThat(trouble("good")).isEmpty();
        }
    }

    @Test
    void one_that_hangs_is_interrupted_and_goes_on_when_that_helps() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(1);
        PuppetProvider dreamer = new PuppetProvider();
        add("dreamer", sink -> {
            try {
                waiting.countDown();
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // Awake.
            }
            return dreamer.browse(sink);
        });
        assertThat(waiting.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        time.advance(Duration.ofSeconds(10));

        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("dreamer")).isEmpty());
        assertThat(dreamer.searches()).isEqualTo(1);
    }

    @Test
    void one_that_hangs_at_its_end_has_its_sightings_withdrawn_all_the_same() throws InterruptedException {
        try (HangingProvider hanging = HangingProvider.whenClosed()) {
            DiscoveryProvider seesAndHangs = sink -> {
                sink.sighted(Adverts.sighting("x", Adverts.stranger(new Epochs(time), time.instant(), "dora", THERE), THERE));
                return hanging.browse(sink);
            };
            add("stuck", seesAndHangs);
            awaitNames("dora");

            remove(seesAndHangs);

            assertThat(anne.names()).isEmpty();
            assertThat(hanging.awaitStuck(SOON)).isTrue();
        }
    }

    @Test
    void one_that_comes_late_is_asked_and_one_that_goes_takes_its_sightings_along() {
        goodSees("carl");
        add("good", good);
        awaitNames("carl");

        remove(good);

        assertThat(anne.names()).isEmpty();
        await().atMost(SOON).until(() -> good.searches() == 0);
        assertThat(anne.neighbourhood.devices().status().plugins()).extracting(Plugin::id).doesNotContain("good");
    }

    @Test
    void one_that_goes_on_after_its_end_is_ignored() {
        Sighting lie = Adverts.sighting("x", Adverts.stranger(new Epochs(time), time.instant(), "dora", THERE), THERE);
        LyingProvider lying = new LyingProvider(List.of(lie));
        add("liar", lying);
        awaitNames("dora");
        remove(lying);
        lying.lieAgain();
        add("good", good);
        goodSees("carl");

        awaitNames("carl");
    }

    @Test
    void trouble_is_shown_escaped() {
        add("liar", new LyingProvider(List.of()));
        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("liar")).hasValueSatisfying(t -> assertThat(t).contains("\\u{1b}").doesNotContain("\u001b", "\n")));
    }

    @Test
    void one_that_lies_about_keys_makes_nobody_paired_and_diverts_nobody() {
        Person.pair(person, friend);
        Epochs friends = new Epochs(time);
        byte[] record = Adverts.paired(friend, friends, time.instant(), THERE);
        add("good", good);
        good.show(Adverts.sighting("bob", record, THERE));
        LyingProvider lying = new LyingProvider(List.of(Adverts.sighting("a", record, "203.0.113.66:47900"), Adverts.sighting("b", new byte[] {1}, THERE),
                Adverts.address("c", "bob", "203.0.113.67:47900"), Adverts.sighting("d", Adverts.stranger(new Epochs(time), time.instant(), "bob", "203.0.113.66:47900"),
                "203.0.113.66:47900")));
        add("liar", lying);

        await().atMost(SOON).untilAsserted(() -> assertThat(anne.names()).containsExactly("bob", "bob", "bob"));
        List<DeviceView> seen = anne.neighbourhood.devices().devices();
        assertThat(seen).filteredOn(v -> v.relationship() instanceof Paired).singleElement()
                .satisfies(v -> assertThat(v.routes()).extracting(r -> r.route().address()).containsExactly(THERE));
        assertThat(seen).filteredOn(v -> !(v.relationship() instanceof Paired)).hasSize(2)
                .allSatisfy(v -> assertThat(v.warnings()).singleElement().satisfies(w -> assertThat(w).contains("your paired device bob")));
        assertThat(anne.neighbourhood.routes(friend.id())).extracting(r -> r.address()).containsExactly(THERE);
    }

    @Test
    void a_flood_is_cut_to_what_is_allowed_and_hides_nobody() {
        Person.pair(person, friend);
        add("good", good);
        good.show(Adverts.sighting("bob", Adverts.paired(friend, new Epochs(time), time.instant(), THERE), THERE));
        goodSees("carl");
        awaitNames("bob", "carl");
        byte[] record = Adverts.stranger(new Epochs(time), time.instant(), "flood", THERE);
        FloodingProvider flood = new FloodingProvider(10_000, i -> i % 2 == 0 ? Adverts.address("a" + i, "", "198.51.100.1:" + (1 + i)) : Adverts.sighting("b" + i, record, THERE), io);

        add("flood", flood);
        await().atMost(SOON).until(() -> flood.reported() == 10_000);
        time.advance(Duration.ofSeconds(1));

        await().atMost(SOON).untilAsserted(() -> assertThat(anne.names()).contains("bob", "carl"));
        assertThat(trouble("flood")).hasValueSatisfying(t -> assertThat(t).contains("64"));
        assertThat(trouble("good")).isEmpty();
        assertThat(anne.neighbourhood.devices().devices().size()).isLessThanOrEqualTo(2 + 256);
        assertThat(((Paired) anne.neighbourhood.devices().devices().get(0).relationship()).status()).isInstanceOf(ConnectionStatus.Discovered.class);
    }

    @Test
    void what_is_wrong_with_a_transport_is_its_own_and_over_when_it_is_over() {
        anne.links.set(new Links.Presence(List.of(), List.of(), Map.of("tcp", "tcp failed in listen.", "later", "later failed in listen.")));
        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("tcp")).hasValue("tcp failed in listen."));
        assertThat(anne.events(PluginChanged.class)).anySatisfy(e -> assertThat(e.trouble()).hasValue("tcp failed in listen."));

        anne.neighbourhood.services().addTransport("later", new Object(), 0);
        assertThat(trouble("later")).as("one that is told of after it was tried").hasValue("later failed in listen.");

        anne.listensAt(THERE);
        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("tcp")).isEmpty());
    }

    @Test
    void an_advertiser_that_throws_does_not_silence_the_others() {
        RecordingAdvertiser working = new RecordingAdvertiser();
        anne.neighbourhood.services().add("broken", (Advertiser) new ThrowingAdvertiser());
        anne.neighbourhood.services().add("good", (Advertiser) working);
        anne.listensAt("192.0.2.1:47900");
        anne.neighbourhood.devices().showToStrangers(Duration.ofMinutes(10));

        await().atMost(SOON).untilAsserted(() -> {
            time.advance(Resident.A_MOMENT);
            assertThat(working.open()).hasSize(1);
            assertThat(trouble("broken")).isPresent();
        });
        assertThat(trouble("good")).isEmpty();
    }
}
