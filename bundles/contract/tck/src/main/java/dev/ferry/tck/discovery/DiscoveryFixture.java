package dev.ferry.tck.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/** A plugin that looks, perhaps another that announces, and what every rule needs of them. */
@Timeout(90)
abstract class DiscoveryFixture {
    /** The first letters of the threads that are not the plugin's. */
    static final String WORKER = "tck-";
    /** What may be done on a thread of the core. */
    static final Duration IN_TIME = Duration.ofSeconds(10);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    private final DiscoverySubject subject;
    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private Workers workers;
    DiscoveryProvider provider;
    private Optional<Advertiser> advertiser;
    private Optional<Advertisement> toFind = Optional.empty();

    DiscoveryFixture(DiscoverySubject subject) {
        this.subject = subject;
    }

    @BeforeEach
    void openPlugins() {
        workers = new Workers(Executors.newCachedThreadPool(named("io")), Executors.newSingleThreadScheduledExecutor(named("timer")));
        advertiser = subject.advertiser(workers);
        advertiser.ifPresent(this::closing);
        provider = closing(subject.provider(workers));
    }

    @AfterEach
    void closeEverything() {
        closeAllPlugins();
        workers.timer().shutdown();
        workers.io().shutdown();
    }

    private static ThreadFactory named(String name) {
        return task -> {
            Thread thread = new Thread(task, WORKER + name);
            thread.setDaemon(true);
            return thread;
        };
    }

    private <T> T closing(T plugin) {
        open.push((AutoCloseable) plugin);
        return plugin;
    }

    /** Searches and advertisements first, then the plugins that gave them. */
    void closeAllPlugins() {
        while (!open.isEmpty()) {
            stop(open.pop());
        }
    }

    static void stop(Object plugin) {
        try {
            ((AutoCloseable) plugin).close();
        } catch (Exception e) {
            throw new AssertionError("Deactivation failed", e);
        }
    }

    DiscoveryProvider withoutMedium() {
        Optional<DiscoveryProvider> deaf = subject.deaf(workers);
        assumeTrue(deaf.isPresent(), "The medium is never missing");
        return closing(deaf.get());
    }

    Registration browse(SightingSink sink) {
        Registration registration = provider.browse(sink);
        open.push(registration);
        return registration;
    }

    boolean announces() {
        return advertiser.isPresent();
    }

    Advertiser advertiser() {
        assumeTrue(announces(), "Nothing can be announced; what is to be found is always there");
        return advertiser.get();
    }

    /** Something to find, if it is not always there. */
    void somethingToFind() {
        if (announces()) {
            Advertisement there = advertisement();
            advertise(there);
            toFind = Optional.of(there);
        }
    }

    Registration advertise(Advertisement advertisement) {
        Registration registration = advertiser().advertise(advertisement);
        open.push(registration);
        return registration;
    }

    static Advertisement advertisement() {
        return advertisement(200);
    }

    static Advertisement advertisement(int size) {
        RandomGenerator random = RandomGenerator.getDefault();
        byte[] record = new byte[size];
        random.nextBytes(record);
        StringBuilder instance = new StringBuilder();
        random.ints(16, 0, LETTERS.length()).forEach(at -> instance.append(LETTERS.charAt(at)));
        return new Advertisement(instance.toString(), record, List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN)));
    }

    void awaitThat(RecordingSink sink, String what, Predicate<RecordingSink> condition) {
        assertThat(sink.await(subject.patience(), condition)).as("%s within %s, but: %s", what, subject.patience(), sink.calls()).isTrue();
    }

    /** Waits for it; others may be using the medium and be seen too. */
    Sighting awaitSomething(RecordingSink sink) {
        awaitThat(sink, "something is seen", seen -> theThing(seen).isPresent());
        return theThing(sink).orElseThrow();
    }

    private Optional<Sighting> theThing(RecordingSink sink) {
        return sink.present().values().stream()
                .filter(sighting -> toFind.isEmpty() || sighting.record().filter(record -> Arrays.equals(record, toFind.get().record())).isPresent()).findFirst();
    }

    void awaitShown(RecordingSink sink, Advertisement advertisement) {
        awaitThat(sink, advertisement.instance() + " is seen", seen -> seen.shows(advertisement.record()));
    }

    void awaitMissed(RecordingSink sink, Advertisement advertisement) {
        awaitThat(sink, advertisement.instance() + " is missed", seen -> !seen.shows(advertisement.record()));
    }

    static void assertInTime(Executable call) {
        assertTimeoutPreemptively(IN_TIME, call);
    }
}
