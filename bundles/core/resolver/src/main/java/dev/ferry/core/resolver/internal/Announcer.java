package dev.ferry.core.resolver.internal;

import dev.ferry.core.runtime.InOrder;
import dev.ferry.core.runtime.PluginLane;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Hands what this device announces to every advertiser; opens the new before it closes the old; withdraws when there is nothing to say. */
final class Announcer implements AutoCloseable {
    /** Several things change at once when a network comes up: one advertisement for all of them. */
    private static final Duration DEBOUNCE = Duration.ofMillis(50);

    private final Supplier<Optional<Advertisement>> composer;
    private final ScheduledExecutorService timer;
    private final Executor ordered;
    private final List<Voice> voices = new ArrayList<>();
    private Optional<Advertisement> wanted = Optional.empty();
    private boolean pending;
    private boolean closed;

    /** @param composer what to announce now; called on io threads, one at a time */
    Announcer(Supplier<Optional<Advertisement>> composer, Executor io, ScheduledExecutorService timer) {
        this.composer = composer;
        this.ordered = new InOrder(io);
        this.timer = timer;
    }

    private final class Voice {
        private final Advertiser advertiser;
        private final PluginLane lane;
        private final Health health;
        private Optional<Advertisement> spoken = Optional.empty();
        private Registration speaking = () -> { };
        private boolean removed;

        Voice(Advertiser advertiser, PluginLane lane, Health health) {
            this.advertiser = advertiser;
            this.lane = lane;
            this.health = health;
        }

        void update() {
            lane.call("advertise", health::noticed, () -> {
                Optional<Advertisement> now = removed ? Optional.empty() : wanted();
                if (now.equals(spoken)) {
                    return;
                }
                Registration old = speaking;
                spoken = Optional.empty();
                speaking = () -> { };
                try {
                    speaking = now.map(advertiser::advertise).orElse(() -> { });
                    spoken = now;
                } finally {
                    old.close();
                }
            });
        }
    }

    private synchronized Optional<Advertisement> wanted() {
        return wanted;
    }

    /** Enqueues. */
    void add(Advertiser advertiser, PluginLane lane, Health health) {
        Voice voice = new Voice(advertiser, lane, health);
        synchronized (this) {
            if (closed) {
                return;
            }
            voices.add(voice);
        }
        voice.update();
    }

    void remove(Advertiser advertiser) {
        List<Voice> gone;
        synchronized (this) {
            gone = voices.stream().filter(v -> v.advertiser == advertiser).toList();
            voices.removeAll(gone);
        }
        gone.forEach(this::silence);
    }

    private void silence(Voice voice) {
        voice.lane.call("advertise", voice.health::noticed, () -> voice.removed = true);
        voice.update();
    }

    /** Something that is announced changed: composes anew, soon. */
    void changed() {
        synchronized (this) {
            if (pending || closed) {
                return;
            }
            pending = true;
        }
        try {
            timer.schedule(this::compose, DEBOUNCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            // The process ends: what is announced ends with it.
        }
    }

    private void compose() {
        synchronized (this) {
            pending = false;
        }
        try {
            ordered.execute(() -> {
                Optional<Advertisement> next = composer.get();
                List<Voice> all;
                synchronized (this) {
                    if (closed) {
                        return;
                    }
                    wanted = next;
                    all = List.copyOf(voices);
                }
                all.forEach(Voice::update);
            });
        } catch (RejectedExecutionException e) {
            changed();
        }
    }

    @Override
    public void close() {
        List<Voice> all;
        synchronized (this) {
            closed = true;
            wanted = Optional.empty();
            all = List.copyOf(voices);
            voices.clear();
        }
        all.forEach(this::silence);
    }
}
