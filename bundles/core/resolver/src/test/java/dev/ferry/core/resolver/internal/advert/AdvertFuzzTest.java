package dev.ferry.core.resolver.internal.advert;

import dev.ferry.core.resolver.internal.Epochs;
import dev.ferry.core.resolver.internal.Person;
import dev.ferry.core.resolver.internal.advert.SignedAdvert.Shown;
import dev.ferry.model.Capabilities;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.tck.fuzz.Fuzz;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AdvertFuzzTest {
    private static final Instant NOW = Instant.parse("2001-02-03T04:05:06.789Z");
    private static final Route ROUTE = new Route("tcp", "192.0.2.2:47900", Proximity.LAN);

    private static byte[] record(Optional<Shown> shown) {
        return new AdvertDraft(NOW, List.of(7, 999), List.of(ROUTE), shown).sign(new Epochs(() -> NOW).epoch(), (epoch, salt, key) -> List.of(new byte[6]), Person.RANDOM);
    }

    @Test
    void adverts() {
        Fuzz.of("adverts").like(record(Optional.empty())).like(record(Optional.of(new Shown("anne", DeviceKind.LAPTOP, new Capabilities(Set.of("copy", "resume")))))).run(input ->
                SignedAdvert.parse(input).ifPresent(advert -> {
                    advert.covers(ROUTE);
                    advert.advert(List.of(ROUTE));
                    advert.epoch();
                    advert.isGenuine();
                }));
    }
}
