package dev.ferry.core.resolver.internal.suggest;

import dev.ferry.api.DeviceView;
import dev.ferry.api.DeviceView.SeenRoute;
import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.DeviceRelationship.Unknown;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Devices as the list of devices shows them. */
final class Seen {
    private Seen() { }

    static DeviceId id(String name) {
        return DeviceId.ofPublicKey(java.util.Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), 32));
    }

    static DeviceView paired(String name, TrustLevel trust, Proximity proximity) {
        return paired(name, trust, new ConnectionStatus.Discovered(Instant.EPOCH), proximity);
    }

    static DeviceView connected(String name, TrustLevel trust, Proximity proximity) {
        return paired(name, trust, new ConnectionStatus.Connected(Instant.EPOCH, route(proximity)), proximity);
    }

    static DeviceView away(String name) {
        return view(name, new Paired(id(name), name, TrustLevel.TRUSTED, new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE), List.of(), List.of());
    }

    static DeviceView paired(String name, TrustLevel trust, ConnectionStatus status, Proximity proximity) {
        return view(name, new Paired(id(name), name, trust, status, new Capabilities(Set.of("copy"))), List.of(route(proximity)), List.of());
    }

    static DeviceView stranger(String name, Proximity proximity, String... warnings) {
        Advert advert = new Advert(id(name).hex(), Optional.of(name), DeviceKind.PHONE, Capabilities.NONE, OptionalInt.empty(), Instant.EPOCH, List.of(route(proximity)));
        return view(name, new Unknown(Optional.of(advert), proximity, SecurityContext.NONE), List.of(route(proximity)), List.of(warnings));
    }

    static DeviceView blocked(String name) {
        return view(name, new Blocked(id(name), "spam", Instant.EPOCH), List.of(), List.of());
    }

    private static DeviceView view(String name, DeviceRelationship relationship, List<Route> routes, List<String> warnings) {
        Optional<DeviceKind> kind = relationship instanceof Unknown unknown ? unknown.advert().map(Advert::kind) : Optional.empty();
        return new DeviceView(id(name).hex(), name, relationship, routes.stream().map(r -> new SeenRoute(r, "mdns", Map.of())).toList(), Optional.empty(), warnings, kind);
    }

    private static Route route(Proximity proximity) {
        return new Route("tcp", "192.0.2.1:47900", proximity);
    }
}
