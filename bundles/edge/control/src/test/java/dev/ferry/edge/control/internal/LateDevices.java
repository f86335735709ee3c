package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.SecurityContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Devices that are seen when the test says so, and not before they are asked for. */
final class LateDevices implements DeviceService {
    final CompletableFuture<Consumer<List<DeviceView>>> followed = new CompletableFuture<>();
    volatile boolean left;
    private final List<DeviceView> seen = new CopyOnWriteArrayList<>();

    void appear(String name) {
        seen.add(new DeviceView(name, name, new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE), List.of(), Optional.empty(), List.of()));
        followed.join().accept(devices());
    }

    @Override
    public List<DeviceView> devices() {
        return List.copyOf(seen);
    }

    @Override
    public Registration follow(Consumer<List<DeviceView>> listener) {
        listener.accept(devices());
        followed.complete(listener);
        return () -> left = true;
    }

    @Override
    public DeviceView resolve(ShareTarget target) throws FerryException {
        return seen.stream().filter(v -> target.equals(new ShareTarget.DeviceIdentifier(v.name()))).findFirst()
                .orElseThrow(() -> new FerryException(new Problem.NotFound(target.toString(), "It is not seen yet.")));
    }

    @Override
    public List<SuggestedTarget> suggest(List<ShareRequest.Item> files, ShareTarget.Auto how) {
        return List.of();
    }

    @Override
    public Registration showToStrangers(Duration time) {
        return () -> { };
    }

    @Override
    public NodeStatus status() {
        return new AloneDevices().status();
    }

    @Override
    public Optional<Instant> visibleUntil() {
        return Optional.empty();
    }
}
