package dev.ferry.edge.control.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The core's services as they come and go. */
final class Services {
    private static final Map<String, String> OWNERS = Map.of(
            "ShareService", "dev.ferry.core.transfer", "InboxService", "dev.ferry.core.transfer", "DeviceService", "dev.ferry.core.resolver",
            "PairingService", "dev.ferry.core.pairing", "TrustService", "dev.ferry.core.identity", "IdentityService", "dev.ferry.core.identity", "EventService", "dev.ferry.core.runtime",
            "PluginService", "dev.ferry.edge.deploy", "ReferenceService", "dev.ferry.core.transfer");

    private final Map<Class<?>, Object> present = new ConcurrentHashMap<>();

    <T> void add(Class<T> type, T service) {
        present.put(type, service);
    }

    <T> void remove(Class<T> type, T service) {
        present.remove(type, service);
    }

    /** Where it is there now. */
    <T> Optional<T> find(Class<T> type) {
        return Optional.ofNullable(present.get(type)).map(type::cast);
    }

    /** @throws FerryException it is not there now: the problem names the bundle that brings it */
    <T> T need(Class<T> type) throws FerryException {
        Object service = present.get(type);
        if (service == null) {
            String owner = OWNERS.getOrDefault(type.getSimpleName(), type.getName());
            throw new FerryException(new Problem.MissingPart(owner, "This device cannot do that now, because the part " + owner
                    + " is not running. Its log says why; it may be missing from the feature that was started."));
        }
        return type.cast(service);
    }
}
