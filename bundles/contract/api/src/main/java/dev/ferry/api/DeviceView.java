package dev.ferry.api;

import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A device as this one knows it.
 *
 * @param key          stable while the device is known: the device id of a paired or blocked one, the advert key of another
 * @param name         escaped; for a device that shows none, a placeholder
 * @param relationship what it is to this device
 * @param routes       ways to it, best first, each with the plugin that found it
 * @param lastSeen     last proof of presence
 * @param warnings     for a person: a look-alike of a paired name, a changed key
 * @param kind         what sort of device it says it is, while it lets itself be seen
 */
public record DeviceView(String key, String name, DeviceRelationship relationship, List<SeenRoute> routes, Optional<Instant> lastSeen,
                         List<String> warnings, Optional<DeviceKind> kind) {
    /**
     * A way to a device.
     *
     * @param route      transport and address
     * @param foundBy    id of the discovery plugin
     * @param details    as the plugin reported them
     */
    public record SeenRoute(Route route, String foundBy, Map<String, String> details) {
        public SeenRoute {
            details = Map.copyOf(details);
        }
    }

    public DeviceView {
        Objects.requireNonNull(relationship, "relationship");
        Objects.requireNonNull(kind, "kind");
        routes = List.copyOf(routes);
        warnings = List.copyOf(warnings);
    }

    /** A device that does not say of what sort it is. */
    public DeviceView(String key, String name, DeviceRelationship relationship, List<SeenRoute> routes, Optional<Instant> lastSeen, List<String> warnings) {
        this(key, name, relationship, routes, lastSeen, warnings, Optional.empty());
    }
}
