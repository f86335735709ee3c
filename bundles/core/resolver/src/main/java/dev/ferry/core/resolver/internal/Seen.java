package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.SignedAdvert;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A sighting after inspection.
 *
 * @param foundBy id of the plugin
 * @param advert  its genuine advert; empty for an address without one
 * @param pair    whose tags the advert carries
 * @param routes  the ones that the advert covers; all of an address without advert
 * @param details as the plugin reported them, escaped
 * @param at      when it was reported last
 */
record Seen(String foundBy, Optional<SignedAdvert> advert, Optional<DeviceId> pair, List<Route> routes, Map<String, String> details, Instant at) {
    Seen {
        routes = List.copyOf(routes);
        details = Map.copyOf(details);
    }

    /** What brings sightings of one device together: the pair, else the advert's key, else the address. */
    String identity() {
        return pair.map(DeviceId::hex).or(() -> advert.map(SignedAdvert::key)).orElseGet(() -> routes.get(0).address());
    }

    /** A configured name for an address without advert. */
    Optional<String> label() {
        return advert.isPresent() ? Optional.empty() : Optional.ofNullable(details.get("label"));
    }

    Seen recognised(Optional<DeviceId> known) {
        return new Seen(foundBy, advert, known, routes, details, at);
    }
}
