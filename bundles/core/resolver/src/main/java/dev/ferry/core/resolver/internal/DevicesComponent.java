package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The devices as a service. */
@Component(service = DeviceService.class)
public final class DevicesComponent implements DeviceService {
    private final DeviceService devices;

    @Activate
    public DevicesComponent(@Reference ResolverComponent resolver) {
        devices = resolver.neighbourhood().devices();
    }

    @Override
    public List<DeviceView> devices() {
        return devices.devices();
    }

    @Override
    public Registration follow(Consumer<List<DeviceView>> listener) {
        return devices.follow(listener);
    }

    @Override
    public DeviceView resolve(ShareTarget target) throws FerryException {
        return devices.resolve(target);
    }

    @Override
    public List<SuggestedTarget> suggest(List<ShareRequest.Item> files, ShareTarget.Auto how) throws FerryException {
        return devices.suggest(files, how);
    }

    @Override
    public Registration showToStrangers(Duration time) {
        return devices.showToStrangers(time);
    }

    @Override
    public NodeStatus status() {
        return devices.status();
    }

    @Override
    public Map<String, String> discoveryNotes() {
        return devices.discoveryNotes();
    }

    @Override
    public Optional<Instant> visibleUntil() {
        return devices.visibleUntil();
    }
}
