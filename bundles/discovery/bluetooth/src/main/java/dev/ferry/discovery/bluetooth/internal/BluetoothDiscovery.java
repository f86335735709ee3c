package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bluetooth by way of BlueZ. What is wanted (searches, announcements) changes on any thread; a round on a thread of the core makes it so, one round at a time, and another thread reads
 * from one neighbour at a time. Nothing is done, no bus is looked for and nothing waits for a time while nothing is wanted; what does not work is tried ever more seldom.
 */
final class BluetoothDiscovery implements DiscoveryProvider, Advertiser, AutoCloseable, Station.Reports {
    private static final Logger LOG = LoggerFactory.getLogger(BluetoothDiscovery.class);
    private static final int SWEEP_MS = 500;
    private static final int RENEWALS = 3;
    /** What does not work is tried again after so many of the usual pauses at most. */
    private static final int LONGEST = 12;

    private final BluetoothSettings settings;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Neighbours neighbours;
    private final Station station;
    private final Set<Search> searches = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean reading = new AtomicBoolean();
    private final Object lock = new Object();
    private final List<Letter> letters = new ArrayList<>();
    private boolean closed;
    private boolean busy;
    private boolean again;
    private Duration pause;
    private Optional<Future<?>> alarm = Optional.empty();
    private Optional<Future<?>> sweeps = Optional.empty();
    private volatile String trouble = "";

    BluetoothDiscovery(BluetoothSettings settings, ExecutorService io, ScheduledExecutorService timer, LongSupplier nanos) {
        this.settings = settings;
        this.io = io;
        this.timer = timer;
        this.pause = settings.round();
        this.neighbours = new Neighbours(settings.lost(), nanos);
        this.station = new Station(settings, this);
    }

    @Override
    public Registration browse(SightingSink sink) {
        Search search = new Search(sink, neighbours::present, () -> trouble, settings.lost().dividedBy(RENEWALS), io);
        synchronized (lock) {
            if (closed) {
                return () -> { };
            }
            searches.add(search);
        }
        search.refresh();
        changed();
        return () -> {
            search.close();
            searches.remove(search);
            changed();
        };
    }

    @Override
    public Registration advertise(Advertisement advertisement) {
        Letter letter = Letter.of(advertisement);
        synchronized (lock) {
            if (closed) {
                return () -> { };
            }
            letters.add(letter);
        }
        changed();
        return () -> {
            synchronized (lock) {
                letters.remove(letter);
            }
            changed();
        };
    }

    /** Everything ends on a thread of the core, within seconds. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            letters.clear();
        }
        searches.forEach(Search::close);
        searches.clear();
        changed();
    }

    @Override
    public void changed() {
        synchronized (lock) {
            again = true;
            if (busy || idle()) {
                return;
            }
            busy = true;
        }
        onIo(this::round);
    }

    /** Whether there was nothing to do and still is not. */
    private boolean idle() {
        return searches.isEmpty() && letters.isEmpty() && alarm.isEmpty() && station.idle();
    }

    private void onIo(Runnable task) {
        try {
            io.execute(task);
        } catch (RejectedExecutionException e) {
            task.run(); // the process is ending: better slow than open
        }
    }

    private void round() {
        for (Optional<List<Letter>> wanted = begin(); wanted.isPresent(); wanted = begin()) {
            boolean listen = !searches.isEmpty();
            String sentence = station.round(listen, wanted.get());
            if (station.radio().isEmpty()) {
                neighbours.clear();
            }
            trouble = sentence;
            rest(listen || !wanted.get().isEmpty());
            searches.forEach(Search::refresh);
        }
    }

    /** A connection that ended is noticed, and what does not work is tried, by a round at a later time. */
    private void rest(boolean wanted) {
        synchronized (lock) {
            boolean waits = wanted && !closed;
            pause = trouble.isEmpty() ? settings.round() : pause;
            alarm.ifPresent(waiting -> waiting.cancel(false));
            alarm = waits ? scheduled(() -> timer.schedule(this::wake, pause.toMillis(), TimeUnit.MILLISECONDS)) : Optional.empty();
            if (!waits || station.radio().isEmpty()) {
                sweeps.ifPresent(running -> running.cancel(false));
                sweeps = Optional.empty();
            } else if (sweeps.isEmpty()) {
                sweeps = scheduled(() -> timer.scheduleWithFixedDelay(this::sweep, SWEEP_MS, SWEEP_MS, TimeUnit.MILLISECONDS));
            }
        }
    }

    private static Optional<Future<?>> scheduled(Supplier<Future<?>> task) {
        try {
            return Optional.of(task.get());
        } catch (RejectedExecutionException e) {
            return Optional.empty(); // the process is ending
        }
    }

    private void wake() {
        synchronized (lock) {
            Duration longest = settings.round().multipliedBy(LONGEST);
            Duration longer = pause.multipliedBy(2);
            pause = trouble.isEmpty() ? settings.round() : longer.compareTo(longest) < 0 ? longer : longest;
        }
        changed();
    }

    private Optional<List<Letter>> begin() {
        synchronized (lock) {
            busy = again;
            again = false;
            return busy ? Optional.of(List.copyOf(letters)) : Optional.empty();
        }
    }

    @Override
    public void heard(String device, Map<?, ?> properties) {
        Beacon.decode(Values.bare(Values.map(properties, "ServiceData").get(Beacon.SERVICE))).ifPresent(beacon -> {
            if (neighbours.heard(device, beacon, Values.number(properties, "RSSI"), Values.number(properties, "Class"))) {
                read();
            }
        });
    }

    private void sweep() {
        if (neighbours.sweep()) {
            searches.forEach(Search::refresh);
        }
        if (neighbours.next().isPresent()) {
            read();
        }
    }

    private void read() {
        if (!searches.isEmpty() && reading.compareAndSet(false, true)) {
            try {
                io.execute(this::readAll);
            } catch (RejectedExecutionException e) {
                reading.set(false); // no thread is free: the next sweep tries again
            }
        }
    }

    private void readAll() {
        try {
            for (Optional<String> device = neighbours.next(); device.isPresent() && !searches.isEmpty(); device = neighbours.next()) {
                neighbours.read(device.get(), lettersOf(device.get()));
                searches.forEach(Search::refresh);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            reading.set(false);
        }
    }

    private Map<String, Letter> lettersOf(String device) throws InterruptedException {
        Optional<Radio> radio = station.radio();
        try {
            return radio.isPresent() ? Letter.assemble(radio.get().read(device)) : Map.of();
        } catch (IOException e) {
            LOG.debug("Nothing was read from a neighbour", e);
            return Map.of();
        }
    }
}
