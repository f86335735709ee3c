package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.AdvertDraft;
import dev.ferry.core.resolver.internal.advert.Recognition;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Real records of devices that exist for a test only. */
final class Adverts {
    static final Duration TTL = Duration.ofSeconds(30);

    private Adverts() { }

    static Optional<Shown> called(String name) {
        return Optional.of(new Shown(name, DeviceKind.OTHER, Capabilities.NONE));
    }

    static byte[] stranger(Epochs epochs, Instant issued, String name, String... addresses) {
        return record(epochs, issued, List.of(), called(name), addresses);
    }

    static byte[] record(Epochs epochs, Instant issued, List<Integer> nameplates, Optional<Shown> shown, String... addresses) {
        return new AdvertDraft(issued, nameplates, routes(addresses), shown).sign(epochs.epoch(), (epoch, salt, key) -> List.of(), Person.RANDOM);
    }

    /** Carries the tags of the person's pairs. */
    static byte[] paired(Person person, Epochs epochs, Instant issued, String... addresses) {
        try (Recognition own = new Recognition(person.id(), person)) {
            return new AdvertDraft(issued, List.of(), routes(addresses), Optional.empty())
                    .sign(epochs.epoch(), (epoch, salt, key) -> own.tags(pair -> true, epoch, salt, key), Person.RANDOM);
        }
    }

    static List<Route> routes(String... addresses) {
        return List.of(addresses).stream().map(Resident::route).toList();
    }

    static Sighting sighting(String key, byte[] record, String... addresses) {
        return new Sighting(key, Optional.of(record), routes(addresses), TTL, Map.of());
    }

    /** An address without an advert. */
    static Sighting address(String key, String label, String... addresses) {
        return new Sighting(key, Optional.empty(), routes(addresses), TTL, label.isEmpty() ? Map.of() : Map.of("label", label));
    }
}
