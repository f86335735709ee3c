package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceView;
import dev.ferry.api.FerryEvent.DeviceChanged;
import dev.ferry.api.FerryEvent.DeviceChanged.Change;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.InOrder;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells what changed among the devices: events, lists, routes. A device that is merely seen again has not changed. */
final class Teller {
    private static final Logger LOG = LoggerFactory.getLogger(Teller.class);
    /** Between two looks: a person sees no difference, and a flood of adverts buys ten lists a second and no more. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Supplier<List<DeviceView>> devices;
    private final EventPublisher events;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer;
    private final Executor ordered;
    private final Followers<List<DeviceView>> followers;
    private final List<Consumer<DeviceId>> routeFollowers = new CopyOnWriteArrayList<>();
    private Map<String, DeviceView> told = Map.of();
    private long nextLook;
    private boolean pending;

    Teller(Supplier<List<DeviceView>> devices, EventPublisher events, InstantSource clock, LongSupplier nanos, Executor io, ScheduledExecutorService timer) {
        this.devices = devices;
        this.nanos = nanos;
        this.timer = timer;
        this.nextLook = nanos.getAsLong();
        this.events = events;
        this.clock = clock;
        this.ordered = new InOrder(io);
        this.followers = new Followers<>(io);
    }

    Registration follow(Consumer<List<DeviceView>> listener) {
        Followers.Told<List<DeviceView>> follower = followers.add(listener);
        // In line with the looks: what it is told first is never newer than what it is told next.
        enqueue(() -> follower.tell(devices.get()));
        return follower;
    }

    Registration followRoutes(Consumer<DeviceId> listener) {
        routeFollowers.add(listener);
        return () -> routeFollowers.remove(listener);
    }

    /** Looks soon; several calls may share one look. */
    void changed() {
        long wait;
        synchronized (this) {
            if (pending) {
                return;
            }
            pending = true;
            wait = Math.max(0, nextLook - nanos.getAsLong());
        }
        try {
            if (wait == 0) {
                enqueue(this::look);
            } else {
                timer.schedule(() -> enqueue(this::look), wait, TimeUnit.NANOSECONDS);
            }
        } catch (RejectedExecutionException e) {
            // The process ends.
        }
    }

    private void enqueue(Runnable task) {
        try {
            ordered.execute(task);
        } catch (RejectedExecutionException e) {
            synchronized (this) {
                pending = false;
            }
        }
    }

    private void look() {
        synchronized (this) {
            pending = false;
            nextLook = nanos.getAsLong() + PAUSE.toNanos();
        }
        List<DeviceView> list = devices.get();
        Map<String, DeviceView> now = new LinkedHashMap<>();
        list.forEach(v -> now.put(v.key(), v));
        Map<String, DeviceView> before = told;
        told = now;
        boolean any = false;
        for (DeviceView gone : before.values().stream().filter(v -> !now.containsKey(v.key())).toList()) {
            any |= publish(gone, Change.GONE);
        }
        for (DeviceView view : list) {
            DeviceView old = before.get(view.key());
            if (old == null) {
                any |= publish(view, Change.APPEARED);
            } else if (!essence(old).equals(essence(view))) {
                any |= publish(view, Change.CHANGED);
            }
            tellRoutes(Optional.ofNullable(old), view);
        }
        if (any) {
            followers.tell(list);
        }
    }

    private boolean publish(DeviceView view, Change change) {
        events.publish(new DeviceChanged(clock.instant(), view, change));
        return true;
    }

    private void tellRoutes(Optional<DeviceView> old, DeviceView view) {
        if (!(view.relationship() instanceof Paired paired) || Objects.equals(old.map(DeviceView::routes).orElse(List.of()), view.routes())) {
            return;
        }
        for (Consumer<DeviceId> follower : routeFollowers) {
            try {
                follower.accept(paired.id());
            } catch (RuntimeException e) {
                LOG.warn("A follower of routes failed", e);
            }
        }
    }

    private static DeviceView essence(DeviceView v) {
        boolean seen = v.relationship() instanceof Paired p && p.status() instanceof ConnectionStatus.Discovered;
        return new DeviceView(v.key(), v.name(), seen ? timeless((Paired) v.relationship()) : v.relationship(), v.routes(), Optional.empty(), v.warnings(), v.kind());
    }

    private static Paired timeless(Paired p) {
        return new Paired(p.id(), p.name(), p.trust(), new ConnectionStatus.Discovered(Instant.EPOCH), p.capabilities());
    }
}
