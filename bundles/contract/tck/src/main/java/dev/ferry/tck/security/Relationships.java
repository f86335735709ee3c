package dev.ferry.tck.security;

import dev.ferry.model.Advert;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/** Every kind of relationship, each with several devices that say different things about themselves. */
final class Relationships {
    static final List<String> GOVERNABLE = List.of("trusted", "verified", "unverified", "unknown");

    private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");

    private Relationships() { }

    static Stream<DeviceRelationship> all() {
        return Stream.concat(GOVERNABLE.stream().flatMap(name -> of(name).stream()), Stream.of(blocked()));
    }

    static DeviceRelationship blocked() {
        return new DeviceRelationship.Blocked(id('b'), "lost", NOON);
    }

    static List<DeviceRelationship> of(String governedBy) {
        if (governedBy.equals("unknown")) {
            List<DeviceRelationship> all = new ArrayList<>();
            for (SecurityContext context : SecurityContext.values()) {
                all.addAll(unknown(context));
            }
            return all;
        }
        return paired(TrustLevel.valueOf(governedBy.toUpperCase(Locale.ROOT)));
    }

    /** Strangers that were verified in one way and differ in all they say. */
    static List<DeviceRelationship> unknown(SecurityContext context) {
        List<DeviceRelationship> all = new ArrayList<>();
        for (Proximity proximity : Proximity.values()) {
            all.add(new DeviceRelationship.Unknown(Optional.empty(), proximity, context));
            all.add(new DeviceRelationship.Unknown(Optional.of(advert("My own laptop", Set.of("trusted", "auto-accept", "sync"))), proximity, context));
            all.add(new DeviceRelationship.Unknown(Optional.of(advert("", Set.of())), proximity, context));
        }
        return all;
    }

    private static List<DeviceRelationship> paired(TrustLevel trust) {
        Route route = new Route("tcp", "192.0.2.1:47900", Proximity.LAN);
        return List.of(
                new DeviceRelationship.Paired(id('1'), "Laptop", trust, new ConnectionStatus.Connected(NOON, route), Capabilities.NONE),
                new DeviceRelationship.Paired(id('2'), "", trust, new ConnectionStatus.Offline(Optional.empty(), Optional.of("refused")),
                        new Capabilities(Set.of("trusted", "auto-accept", "sync"))),
                new DeviceRelationship.Paired(id('3'), "Trusted by all", trust, new ConnectionStatus.Discovered(NOON), Capabilities.NONE));
    }

    private static Advert advert(String name, Set<String> capabilities) {
        return new Advert("a".repeat(64), Optional.of(name), DeviceKind.values()[0], new Capabilities(capabilities), OptionalInt.empty(), NOON, List.of());
    }

    private static DeviceId id(char digit) {
        return new DeviceId(String.valueOf(digit).repeat(64));
    }
}
