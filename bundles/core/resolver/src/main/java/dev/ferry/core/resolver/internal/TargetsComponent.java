package dev.ferry.core.resolver.internal;

import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.protocol.crypto.Ticket;
import dev.ferry.core.resolver.Targets;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Targets as a service. */
@Component(service = Targets.class)
public final class TargetsComponent implements Targets {
    private final Targets targets;

    @Activate
    public TargetsComponent(@Reference ResolverComponent resolver) {
        targets = resolver.neighbourhood();
    }

    @Override
    public Target resolve(ShareTarget target) throws FerryException {
        return targets.resolve(target);
    }

    @Override
    public Target choose(ShareTarget.Auto how, List<ShareRequest.Item> files) throws FerryException {
        return targets.choose(how, files);
    }

    @Override
    public void shared(DeviceId device, List<ShareRequest.Item> files) {
        targets.shared(device, files);
    }

    @Override
    public List<Route> awaitNameplate(int nameplate, Duration timeout) throws FerryException, InterruptedException {
        return targets.awaitNameplate(nameplate, timeout);
    }

    @Override
    public Seeking seekIssuer(Ticket ticket) {
        return targets.seekIssuer(ticket);
    }

    @Override
    public List<Route> routes(DeviceId device) {
        return targets.routes(device);
    }

    @Override
    public Registration followRoutes(Consumer<DeviceId> listener) {
        return targets.followRoutes(listener);
    }

    @Override
    public Optional<String> lookAlike(String name) {
        return targets.lookAlike(name);
    }

    @Override
    public void connecting(DeviceId device) {
        targets.connecting(device);
    }

    @Override
    public void connected(DeviceId device, Route route) {
        targets.connected(device, route);
    }

    @Override
    public void reached(DeviceId device, Route route) {
        targets.reached(device, route);
    }

    @Override
    public void introduced(DeviceId device, Capabilities common, Optional<DeviceKind> kind) {
        targets.introduced(device, common, kind);
    }

    @Override
    public void measured(DeviceId device, Route route, Duration roundTrip) {
        targets.measured(device, route, roundTrip);
    }

    @Override
    public void disconnected(DeviceId device, Optional<String> error) {
        targets.disconnected(device, error);
    }
}
