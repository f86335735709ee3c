package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.InboxService;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareView;
import dev.ferry.model.FerryException;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;

/** This device: who it is, where it can be reached, what is installed and what goes on. */
final class StatusVerb implements Verbs.Verb {
    private final Services services;

    StatusVerb(Services services) {
        this.services = services;
    }

    @Override
    public int run(Exchange exchange) throws FerryException {
        DeviceService devices = services.need(DeviceService.class);
        NodeStatus status = devices.status();
        JsonArrayBuilder routes = Json.PROVIDER.createArrayBuilder();
        status.routes().forEach(route -> routes.add(Views.route(route)));
        JsonArrayBuilder plugins = Json.PROVIDER.createArrayBuilder();
        status.plugins().forEach(plugin -> {
            JsonObjectBuilder one = Views.object().add("role", plugin.role()).add("id", plugin.id());
            Views.maybe(one, "trouble", plugin.trouble());
            plugins.add(one);
        });
        JsonObjectBuilder json = Views.object().add("name", status.name()).add("id", status.id().hex()).add("routes", routes).add("plugins", plugins)
                .add("pid", ProcessHandle.current().pid());
        devices.visibleUntil().ifPresent(t -> json.add("visibleUntil", t.toString()));
        ShareService shares = services.need(ShareService.class);
        List<ShareView> running = shares.shares().stream().map(ShareHandle::view).filter(view -> !view.state().isFinal()).toList();
        json.add("transfers", running.size()).add("rateUp", rate(running, true)).add("rateDown", rate(running, false)).add("limits", Views.limits(shares.limits(), shares.configuredLimits()));
        json.add("offers", services.need(InboxService.class).pending().size());
        exchange.emit("status", json);
        return ExitCodes.OK;
    }

    private static long rate(List<ShareView> running, boolean outgoing) {
        return running.stream().filter(view -> view.outgoing() == outgoing).mapToLong(view -> view.progress().rate()).sum();
    }
}
