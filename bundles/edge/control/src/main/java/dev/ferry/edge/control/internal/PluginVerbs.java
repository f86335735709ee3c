package dev.ferry.edge.control.internal;

import dev.ferry.api.PluginService;
import dev.ferry.api.PluginView;
import dev.ferry.model.FerryException;
import java.nio.file.Path;

/** The plugin folder. Reached through this socket alone: whoever opens it is the home's owner. */
final class PluginVerbs {
    private final Services services;

    PluginVerbs(Services services) {
        this.services = services;
    }

    int list(Exchange exchange) throws FerryException {
        services.need(PluginService.class).plugins().forEach(plugin -> tell(exchange, plugin));
        return ExitCodes.OK;
    }

    int verify(Exchange exchange) throws FerryException {
        PluginView plugin = services.need(PluginService.class).verify(jar(exchange));
        tell(exchange, plugin);
        return plugin.state() == PluginView.State.READY ? ExitCodes.OK : ExitCodes.BLOCKED;
    }

    int install(Exchange exchange) throws FerryException {
        String what = exchange.arguments().need("plugin");
        PluginService plugins = services.need(PluginService.class);
        // A name has no folder and no ending.
        PluginView plugin = what.contains("/") || what.endsWith(".jar") ? plugins.install(jar(exchange)) : plugins.installNamed(what);
        tell(exchange, plugin);
        return plugin.state() == PluginView.State.ACTIVE || plugin.state() == PluginView.State.WAITING ? ExitCodes.OK : ExitCodes.BLOCKED;
    }

    int remove(Exchange exchange) throws FerryException {
        services.need(PluginService.class).remove(exchange.arguments().need("plugin"));
        return ExitCodes.OK;
    }

    private static Path jar(Exchange exchange) throws FerryException {
        return exchange.arguments().path(exchange.arguments().need("plugin"));
    }

    private static void tell(Exchange exchange, PluginView plugin) {
        exchange.emit("plugin", Views.plugin(plugin));
    }
}
