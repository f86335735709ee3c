package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.Gate.Report;
import dev.ferry.core.resolver.internal.Sightings.Slot;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.runtime.InOrder;
import dev.ferry.core.runtime.PluginLane;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** The discovery plugins that are here, each browsing into its own gate; what passes inspection becomes a sighting, what is not renewed ends. */
final class Browsers implements AutoCloseable {
    private final Sightings sightings;
    private final Inspector inspector;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Runnable changed;
    private final Executor intake;
    private final List<Browser> browsers = new ArrayList<>();
    private ScheduledFuture<?> sweep;
    private long sweepAt;
    private boolean closed;

    /** @param changed what is seen is another now; returns at once */
    Browsers(Sightings sightings, Inspector inspector, Executor io, ScheduledExecutorService timer, LongSupplier nanos, Runnable changed) {
        this.sightings = sightings;
        this.inspector = inspector;
        this.intake = new InOrder(io);
        this.timer = timer;
        this.nanos = nanos;
        this.changed = changed;
    }

    private final class Browser {
        private final String id;
        private final DiscoveryProvider provider;
        private final PluginLane lane;
        private final Health health;
        private final Gate gate;
        private Registration browsing = () -> { };

        Browser(String id, DiscoveryProvider provider, PluginLane lane, Health health) {
            this.id = id;
            this.provider = provider;
            this.lane = lane;
            this.health = health;
            this.gate = new Gate(sightings, health, nanos, () -> onIntake(this::collect));
        }

        void start() {
            lane.call("browse", health::noticed, () -> browsing = provider.browse(gate));
        }

        /** What it has seen is withdrawn when this returns, however long its own end takes. */
        void stop() {
            gate.close();
            lane.call("the end of browse", health::noticed, () -> browsing.close());
        }

        private void collect() {
            boolean any = false;
            for (Report report : gate.take()) {
                any |= report.sighting().map(this::take).orElseGet(() -> sightings.remove(gate.slot(report.key())));
            }
            if (any) {
                changed.run();
                arm();
            }
        }

        private boolean take(Sighting sighting) {
            Slot slot = gate.slot(sighting.key());
            byte[] record = sighting.record().orElse(new byte[0]);
            Optional<Seen> seen = inspector.inspect(id, sighting);
            if (seen.isEmpty()) {
                return sightings.remove(slot);
            }
            gate.ifOpen(() -> sightings.put(slot, seen.get(), record, sighting.ttl(), nanos.getAsLong()));
            return true;
        }
    }

    /** Enqueues. */
    void add(String id, DiscoveryProvider provider, PluginLane lane, Health health) {
        Browser browser = new Browser(id, provider, lane, health);
        synchronized (this) {
            if (closed) {
                return;
            }
            browsers.add(browser);
        }
        browser.start();
    }

    void remove(DiscoveryProvider provider) {
        List<Browser> gone;
        synchronized (this) {
            gone = browsers.stream().filter(b -> b.provider == provider).toList();
            browsers.removeAll(gone);
        }
        gone.forEach(Browser::stop);
        changed.run();
    }

    /** Looks again whose adverts are seen, after pairs came or went. */
    void recognise(Recognition recognition) {
        onIntake(() -> {
            sightings.recognise(recognition);
            changed.run();
        });
    }

    /** @return false when the process ends or every thread is taken: the plugins' next reports try again */
    private boolean onIntake(Runnable task) {
        try {
            intake.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Sees to it that the next sighting to end is noticed on time. */
    private void arm() {
        OptionalLong next = sightings.nextEnd();
        synchronized (this) {
            if (closed || next.isEmpty() || sweep != null && !sweep.isDone() && sweepAt - next.getAsLong() <= 0) {
                return;
            }
            if (sweep != null) {
                sweep.cancel(false);
            }
            sweepAt = next.getAsLong();
            // A millisecond more, so that rounding never makes it come too early.
            long millis = TimeUnit.NANOSECONDS.toMillis(Math.max(0, sweepAt - nanos.getAsLong())) + 1;
            sweep = timer.schedule(() -> {
                onIntake(this::sweep);
            }, millis, TimeUnit.MILLISECONDS);
        }
    }

    private void sweep() {
        if (sightings.expire(nanos.getAsLong())) {
            changed.run();
        }
        synchronized (this) {
            sweep = null;
        }
        arm();
    }

    @Override
    public void close() {
        List<Browser> all;
        synchronized (this) {
            closed = true;
            all = List.copyOf(browsers);
            browsers.clear();
            if (sweep != null) {
                sweep.cancel(false);
            }
        }
        all.forEach(Browser::stop);
    }
}
