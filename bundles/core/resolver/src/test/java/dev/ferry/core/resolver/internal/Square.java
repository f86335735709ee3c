package dev.ferry.core.resolver.internal;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A medium on which everybody hears everybody, themselves too. */
final class Square implements DiscoveryProvider, Advertiser {
    static final Duration TTL = Duration.ofSeconds(30);
    final Map<String, Advertisement> spoken = new LinkedHashMap<>();
    private final List<SightingSink> ears = new ArrayList<>();

    void welcome(Resident resident) {
        resident.neighbourhood.services().add("square", (DiscoveryProvider) this);
        resident.neighbourhood.services().add("square", (Advertiser) this);
    }

    static Sighting sighting(Advertisement advertisement, List<Route> routes) {
        return new Sighting(advertisement.instance(), Optional.of(advertisement.record()), routes, TTL, Map.of("interface", "square0"));
    }

    @Override
    public synchronized Registration browse(SightingSink sink) {
        ears.add(sink);
        spoken.values().forEach(a -> sink.sighted(sighting(a, a.routes())));
        return () -> ears.remove(sink);
    }

    @Override
    public synchronized Registration advertise(Advertisement advertisement) {
        spoken.put(advertisement.instance(), advertisement);
        ears.forEach(e -> e.sighted(sighting(advertisement, advertisement.routes())));
        return () -> {
            if (spoken.remove(advertisement.instance(), advertisement)) {
                ears.forEach(e -> e.gone(advertisement.instance()));
            }
        };
    }

    /** Everybody is heard again. */
    synchronized void repeat() {
        spoken.values().forEach(a -> ears.forEach(e -> e.sighted(sighting(a, a.routes()))));
    }
}
