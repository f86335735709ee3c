package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareTarget;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** A device that nobody is near. */
final class AloneDevices implements DeviceService {
    @Override
    public List<DeviceView> devices() {
        return List.of();
    }

    @Override
    public Registration follow(Consumer<List<DeviceView>> listener) {
        listener.accept(List.of());
        return () -> { };
    }

    @Override
    public DeviceView resolve(ShareTarget target) throws FerryException {
        throw new FerryException(new Problem.NotFound(target.toString(), "Nobody is here."));
    }

    @Override
    public Registration showToStrangers(Duration time) {
        return () -> { };
    }

    @Override
    public NodeStatus status() {
        return new NodeStatus(new DeviceId("0".repeat(64)), "alone", List.of(), List.of());
    }

    @Override
    public Optional<Instant> visibleUntil() {
        return Optional.empty();
    }
}
