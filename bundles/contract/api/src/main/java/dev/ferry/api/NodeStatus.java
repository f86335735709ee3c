package dev.ferry.api;

import dev.ferry.model.DeviceId;
import dev.ferry.model.Route;
import java.util.List;
import java.util.Optional;

/**
 * This device.
 *
 * @param id        its key's hash
 * @param name      as shown to paired devices
 * @param routes    where it can be reached
 * @param plugins   what is installed, by role
 */
public record NodeStatus(DeviceId id, String name, List<Route> routes, List<Plugin> plugins) {
    /**
     * An installed plugin.
     *
     * @param role    {@code discovery}, {@code transport} or {@code security}
     * @param id      its id
     * @param trouble why it does not work now
     */
    public record Plugin(String role, String id, Optional<String> trouble) { }

    public NodeStatus {
        routes = List.copyOf(routes);
        plugins = List.copyOf(plugins);
    }
}
