package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.api.ShareTarget.Auto;
import dev.ferry.api.ShareTarget.Auto.Preference;
import dev.ferry.api.ShareTarget.DeviceIdentifier;
import dev.ferry.api.ShareTarget.PairedDevice;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/**
 * What a thousand announced devices cost: not part of the build, because times depend on the machine. {@code runtime/bench/devices} runs it. Announcements come as fast as a plugin's are
 * taken, on a clock that is moved; what follows from each (signature, recognition, the lists that are told) happens on this thread and is counted.
 */
class ManyDevicesFigures {
    private static final int MANY = 1000;
    private static final Duration BETWEEN = Duration.ofSeconds(1).dividedBy(60);
    private static final double LOOKUP_MILLIS = 10;

    private final SettableTime time = new SettableTime();
    private final Person self = new Person("self");
    private final Crier seen = new Crier();

    /** Says what it sees and remembers nothing. */
    private static final class Crier implements DiscoveryProvider {
        private SightingSink sink;

        @Override
        public Registration browse(SightingSink into) {
            sink = into;
            return () -> { };
        }

        void show(Sighting sighting) {
            sink.sighted(sighting);
        }
    }

    @Test
    void a_thousand_strangers() throws Exception {
        try (Resident resident = new Resident(self, time, new SameThread())) {
            resident.neighbourhood.services().add("seen", seen);
            Person friend = new Person("friend");
            Person.pair(self, friend);
            seen.show(paired(friend, 1));
            measure(resident, "strangers", strangers(0), "stranger 900", friend.id());
            assertThat(resident.neighbourhood.devices().devices()).hasSize(Sightings.MOST_DEVICES + 1);
            resident.events.clear();
            long before = heap();
            for (int round = 1; round < 6; round++) {
                announce(strangers(round * MANY));
            }
            // What this test remembers is none of the resolver's.
            resident.events.clear();
            long more = heap() - before;
            say("strangers", "heap after five thousand more, above what it was: %,d KiB", more / 1024);
            assertThat(more).isLessThan(1 << 20);
        }
    }

    @Test
    void a_thousand_paired_devices() throws Exception {
        List<Person> fleet = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            fleet.add(new Person("machine " + i));
            Person.pair(self, fleet.get(i));
        }
        try (Resident resident = new Resident(self, time, new SameThread())) {
            resident.neighbourhood.services().add("seen", seen);
            List<Sighting> all = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                all.add(paired(fleet.get(i), i));
            }
            measure(resident, "pairs", all, "machine 900", fleet.get(500).id());
            assertThat(resident.neighbourhood.devices().devices()).hasSize(MANY);
        }
    }

    private List<Sighting> strangers(int from) {
        List<Sighting> all = new ArrayList<>();
        for (int i = from; i < from + MANY; i++) {
            String address = address(i);
            all.add(sighting("s" + i, Adverts.stranger(new Epochs(time), time.instant(), "stranger " + i, address), address));
        }
        return all;
    }

    private Sighting paired(Person person, int number) {
        return sighting("p" + number, Adverts.paired(person, new Epochs(time), time.instant(), address(number)), address(number));
    }

    private static Sighting sighting(String key, byte[] record, String address) {
        return new Sighting(key, java.util.Optional.of(record), Adverts.routes(address), Duration.ofHours(1), java.util.Map.of());
    }

    private static String address(int number) {
        return "198.18." + (number / 250 % 250) + "." + (1 + number % 250) + ":" + (47900 + number / 62_500);
    }

    private void announce(List<Sighting> all) {
        for (Sighting each : all) {
            time.advance(BETWEEN);
            seen.show(each);
        }
        time.advance(Duration.ofSeconds(1));
    }

    private void measure(Resident resident, String what, List<Sighting> all, String name, DeviceId pair) throws Exception {
        long heap = heap();
        long cpu = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        announce(all);
        double millis = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - cpu) / 1e6;
        say(what, "CPU for %d announcements: %.0f ms, %.2f ms each, of the %.0f s that they take to come", MANY, millis, millis / MANY, BETWEEN.multipliedBy(MANY).toMillis() / 1e3);
        resident.events.clear();
        say(what, "heap for them: %,d KiB", (heap() - heap) / 1024);
        lookup(what, "by name", () -> resident.neighbourhood.resolve(new DeviceIdentifier(name)));
        lookup(what, "of a pair", () -> resident.neighbourhood.resolve(new PairedDevice(pair)));
        lookup(what, "routes of a pair", () -> resident.neighbourhood.routes(pair));
        lookup(what, "whole list", () -> resident.neighbourhood.devices().devices());
        lookup(what, "suggestions", () -> resident.neighbourhood.devices().suggest(List.of(), new Auto(Preference.BEST, Set.of())));
    }

    private static void lookup(String what, String kind, Callable<Object> call) throws Exception {
        long[] nanos = new long[400];
        for (int i = 0; i < 2 * nanos.length; i++) {
            long start = System.nanoTime();
            assertThat(call.call()).isNotNull();
            nanos[i % nanos.length] = System.nanoTime() - start;
        }
        Arrays.sort(nanos);
        double half = nanos[nanos.length / 2] / 1e6;
        say(what, "lookup %s: half within %.2f ms, 99 of 100 within %.2f ms", kind, half, nanos[nanos.length * 99 / 100] / 1e6);
        assertThat(half).as("%s, %s", what, kind).isLessThan(LOOKUP_MILLIS);
    }

    private static long heap() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static void say(String what, String format, Object... values) {
        System.out.printf(Locale.ROOT, what + ": " + format + "%n", values);
    }
}
