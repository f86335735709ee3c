package dev.ferry.core.resolver.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.DeviceView;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.api.SuggestedTarget;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.link.Links;
import dev.ferry.core.resolver.internal.suggest.FileLook;
import dev.ferry.core.resolver.internal.suggest.Suggestions;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The neighbourhood as people and programs see it. */
record Devices(Directory directory, Resolution resolution, Suggestions suggestions, Teller teller, Visibility visibility, Plugins plugins, Links links,
               DeviceIdentity identity) implements DeviceService {
    @Override
    public List<DeviceView> devices() {
        return directory.listed();
    }

    @Override
    public Registration follow(Consumer<List<DeviceView>> listener) {
        return teller.follow(listener);
    }

    @Override
    public DeviceView resolve(ShareTarget target) throws FerryException {
        return resolution.resolve(target).asView();
    }

    @Override
    public List<SuggestedTarget> suggest(List<ShareRequest.Item> files, ShareTarget.Auto how) throws FerryException {
        return suggestions.suggest(FileLook.demanding(files), how);
    }

    @Override
    public Registration showToStrangers(Duration time) {
        return visibility.show(time);
    }

    @Override
    public NodeStatus status() {
        List<Route> routes = links.presence().routes();
        return new NodeStatus(identity.id(), identity.name(), routes, plugins.status(routes));
    }

    @Override
    public Map<String, String> discoveryNotes() {
        return plugins.notes(Plugins.DISCOVERY);
    }

    @Override
    public Optional<Instant> visibleUntil() {
        return visibility.until();
    }
}
