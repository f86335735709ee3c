package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.model.DeviceId;
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
import java.util.function.Consumer;

/** A device that nobody is near, whatever it suggests. */
final class AloneDevices implements DeviceService {
    private final List<SuggestedTarget> suggestions;

    private final List<DeviceView> here;

    AloneDevices(SuggestedTarget... suggestions) {
        this.suggestions = List.of(suggestions);
        this.here = List.of();
    }

    /** Not quite alone: this one is found by its name. */
    AloneDevices(DeviceView here) {
        this.suggestions = List.of();
        this.here = List.of(here);
    }

    static SuggestedTarget suggested(String name, double score, String reason) {
        DeviceView device = new DeviceView(name, name, new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.NONE), List.of(), Optional.empty(), List.of());
        return new SuggestedTarget(device, score, List.of(reason));
    }

    @Override
    public List<DeviceView> devices() {
        return here;
    }

    @Override
    public Registration follow(Consumer<List<DeviceView>> listener) {
        listener.accept(List.of());
        return () -> { };
    }

    @Override
    public DeviceView resolve(ShareTarget target) throws FerryException {
        return here.stream().filter(view -> target.equals(new ShareTarget.DeviceIdentifier(view.name()))).findFirst().orElseThrow(() -> new FerryException(new Problem.NotFound(target.toString(), "Nobody is here.")));
    }

    @Override
    public List<SuggestedTarget> suggest(List<ShareRequest.Item> files, ShareTarget.Auto how) throws FerryException {
        return suggestions;
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
