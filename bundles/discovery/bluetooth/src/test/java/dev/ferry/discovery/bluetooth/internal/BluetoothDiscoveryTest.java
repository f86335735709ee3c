package dev.ferry.discovery.bluetooth.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What comes and goes below the plugin, and neighbours who lie. */
@Timeout(90)
class BluetoothDiscoveryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Random RANDOM = new Random(11);

    private final Workers workers = new Workers(Executors.newCachedThreadPool(), Executors.newSingleThreadScheduledExecutor());
    private final List<BluetoothDiscovery> open = new ArrayList<>();
    private final RecordingSink sink = new RecordingSink();
    private FakeBluez bluez;

    @BeforeEach
    void start() {
        assumeTrue(FakeBluez.isInstalled(), "dbus-daemon, python3-dbus or python3-gi is not installed");
        bluez = new FakeBluez(2);
    }

    @AfterEach
    void stop() {
        open.forEach(BluetoothDiscovery::close);
        workers.timer().shutdown();
        workers.io().shutdown();
        bluez.close();
    }

    private BluetoothDiscovery on(String adapter) {
        BluetoothDiscovery discovery = BluetoothContracts.on(bluez.address(), adapter, workers);
        open.add(discovery);
        return discovery;
    }

    private static Advertisement advertisement() {
        byte[] record = new byte[700];
        RANDOM.nextBytes(record);
        return new Advertisement("abcdefgh", record, List.of(new Route("tcp", "192.168.7.7:47900", Proximity.LAN)));
    }

    private void awaitShown(Advertisement advertisement) {
        assertThat(sink.await(PATIENCE, seen -> seen.shows(advertisement.record()))).as("shown, but %s", sink.calls()).isTrue();
    }

    private void awaitMissed(Advertisement advertisement) {
        assertThat(sink.await(PATIENCE, seen -> !seen.shows(advertisement.record()))).isTrue();
    }

    private String awaitTrouble(String words) {
        assertThat(sink.await(PATIENCE, seen -> seen.calls().stream().anyMatch(call -> call.text().contains(words)))).as("%s, but %s", words, sink.calls()).isTrue();
        return words;
    }

    /** By asking the fake again and again; it answers at once. */
    private static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.onSpinWait();
            synchronized (PATIENCE) {
                PATIENCE.wait(50);
            }
        }
    }

    private String last() {
        var calls = sink.calls().stream().filter(call -> call.name().equals("trouble") || call.name().equals("well")).toList();
        return calls.isEmpty() ? "" : calls.get(calls.size() - 1).name();
    }

    @Test
    void an_adapter_that_goes_takes_what_was_heard_with_it_and_one_that_comes_is_used() {
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);

        bluez.ask("unplug 0");
        awaitTrouble("There is no Bluetooth adapter 'hci0'");
        awaitMissed(there);

        bluez.ask("plug 0");
        awaitShown(there);
        assertThat(last()).isEqualTo("well");
    }

    @Test
    void an_adapter_that_announces_is_turned_off_and_on_again() throws InterruptedException {
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);

        bluez.ask("power 1 off");
        awaitMissed(there);
        bluez.ask("power 1 on");

        awaitShown(there);
        await("one application is left of it", () -> bluez.ask("state").contains("said 1 applications 1"));
    }

    @Test
    void a_search_on_an_adapter_that_is_off_says_so_and_how_to_turn_it_on() {
        bluez.ask("power 0 off");

        on("hci0").browse(sink);

        awaitTrouble("bluetoothctl power on");
    }

    @Test
    void bluez_and_the_bus_may_end_and_begin_again() throws Exception {
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);

        bluez.kill();
        awaitTrouble("org.bluez does not run");
        awaitMissed(there);
        bluez.start();
        awaitShown(there);

        bluez.killBus();
        awaitTrouble("Nobody answers at the message bus");
        awaitMissed(there);
    }

    @Test
    void an_address_that_is_none_is_said_to_be_so() {
        BluetoothDiscovery lost = BluetoothContracts.on("tcp:host=example.org,port=1", "", workers);
        open.add(lost);

        lost.browse(sink);

        awaitTrouble("is no address of a message bus on this machine");
    }

    @Test
    void bluez_that_takes_no_announcement_is_asked_again() {
        bluez.ask("vice mute");
        Advertisement there = advertisement();
        BluetoothDiscovery her = on("hci1");
        her.browse(sink);
        her.advertise(there);
        awaitTrouble("hci1 takes no announcement: Maximum advertisements reached.");

        RecordingSink his = new RecordingSink();
        on("hci0").browse(his);
        bluez.ask("virtue mute");

        assertThat(his.await(PATIENCE, seen -> seen.shows(there.record()))).isTrue();
    }

    @Test
    void each_epoch_says_something_else_and_nothing_of_the_last_is_left() throws InterruptedException {
        BluetoothDiscovery her = on("hci1");
        on("hci0").browse(sink);
        Advertisement old = advertisement();
        Registration announced = her.advertise(old);
        awaitShown(old);
        String before = bluez.ask("said 1");

        Advertisement fresh = advertisement();
        her.advertise(fresh);
        announced.close();

        awaitShown(fresh);
        awaitMissed(old);
        String after = bluez.ask("said 1");
        assertThat(after).hasSameSizeAs(before).doesNotContain(before.substring(2));
        assertThat(bluez.ask("state")).contains("said 1 applications 1");
    }

    @Test
    void strength_and_class_are_shown_and_the_address_is_one_of_the_network() {
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);

        assertThat(sink.present().values()).singleElement().satisfies(sighting -> {
            assertThat(sighting.details().get("rssi")).matches("-[56][0-9]");
            assertThat(sighting.details()).containsEntry("device-class", "0x0c010c");
            assertThat(sighting.routes()).extracting(Route::toString).containsExactly("tcp 192.168.7.7:47900");
            assertThat(sighting.routes()).extracting(Route::proximity).containsOnly(Proximity.LAN);
        });
    }

    @Test
    void one_announcement_is_read_once_and_nobody_stays_connected() throws InterruptedException {
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);
        int renewed = sink.calls().size() + 3;
        assertThat(sink.await(PATIENCE, seen -> seen.calls().size() >= renewed)).as("it is told again").isTrue();

        assertThat(bluez.ask("state")).contains("connect 1 ");
        assertThat(bluez.ask("connected")).isEqualTo("0");
    }

    @Test
    void a_device_of_this_person_is_left_as_it_was() throws InterruptedException {
        bluez.ask("vice owned");
        Advertisement there = advertisement();
        on("hci1").advertise(there);
        on("hci0").browse(sink);
        awaitShown(there);

        await("disconnected", () -> bluez.ask("connected").equals("0"));
        assertThat(bluez.ask("state")).as("it is still known").contains("devices 1 ");
    }

    @Test
    void neighbours_who_talk_nonsense_or_flood_or_answer_too_much_hide_nobody() {
        bluez.ask("garbage 0");
        bluez.ask("huge 0");
        on("hci0").browse(sink);
        bluez.ask("flood 0 30");
        Advertisement there = advertisement();

        on("hci1").advertise(there);

        // Each of them is connected to, once, before her.
        assertThat(sink.await(Duration.ofSeconds(60), seen -> seen.shows(there.record()))).isTrue();
        assertThat(sink.present()).hasSize(1);
    }

    @Test
    void a_neighbour_who_never_answers_holds_up_the_others_for_seconds() {
        bluez.ask("vice slow");
        bluez.ask("flood 0 1");
        on("hci0").browse(sink);
        Advertisement there = advertisement();

        on("hci1").advertise(there);

        awaitShown(there);
    }

    @Test
    void who_repeats_anothers_beacon_but_has_another_letter_is_not_seen() {
        Letter hers = Letter.of(advertisement());
        Letter his = Letter.of(advertisement());
        HexFormat hex = HexFormat.of();
        bluez.ask("letters 0 " + hex.formatHex(hers.beacon().encode()) + " " + String.join(" ", his.parts().stream().map(hex::formatHex).toList()));
        Advertisement there = advertisement();
        on("hci0").browse(sink);
        on("hci1").advertise(there);

        awaitShown(there);

        assertThat(sink.present()).hasSize(1);
    }

    @Test
    void nothing_is_left_on_the_bus_and_no_bus_is_touched_while_nothing_is_wanted() throws InterruptedException {
        BluetoothDiscovery her = on("hci1");
        BluetoothDiscovery his = on("hci0");
        assertThat(busThreads()).isZero();
        Registration announced = her.advertise(advertisement());
        Registration browsing = his.browse(sink);
        await("all is there", () -> bluez.ask("state").startsWith("said 1 applications 1 listeners 1"));

        announced.close();
        browsing.close();

        await("all is gone", () -> bluez.ask("state").startsWith("said 0 applications 0 listeners 0"));
        await("no thread is left", () -> busThreads() == 0);
        her.close();
        his.close();
        his.browse(sink);
        her.advertise(advertisement());
        assertThat(busThreads()).isZero();
    }

    private static long busThreads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().contains("DBus")).count();
    }
}
