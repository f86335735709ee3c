package dev.ferry.core.runtime.internal;

import dev.ferry.api.EventService;
import dev.ferry.api.FerryEvent;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.model.Registration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;

/** Hands each event to each follower's own queue; whoever publishes never waits for whoever listens. */
class EventHub implements EventPublisher, EventService {
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    EventHub(ExecutorService io, ScheduledExecutorService timer) {
        this.io = io;
        this.timer = timer;
    }

    @Override
    public final void publish(FerryEvent event) {
        Objects.requireNonNull(event, "event");
        followers.forEach(follower -> follower.offer(event));
    }

    @Override
    public final Registration follow(Consumer<FerryEvent> listener) {
        Follower follower = new Follower(listener, io, timer, followers::remove);
        followers.add(follower);
        return follower;
    }

    final void close() {
        followers.forEach(Follower::close);
    }
}
