package dev.ferry.edge.control.internal;

import dev.ferry.api.DeviceService;
import dev.ferry.api.InboxService;
import dev.ferry.api.NodeStatus;
import dev.ferry.api.ShareService;
import dev.ferry.model.FerryException;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;

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
        json.add("transfers", services.need(ShareService.class).shares().stream().filter(s -> !s.view().state().isFinal()).count());
        json.add("offers", services.need(InboxService.class).pending().size());
        exchange.emit("status", json);
        return ExitCodes.OK;
    }
}
