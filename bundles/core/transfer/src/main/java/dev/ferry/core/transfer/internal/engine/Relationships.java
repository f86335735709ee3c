package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Connection;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import java.time.Instant;
import java.util.Optional;

/** What the other end of a connection is to this device, by the trust store as it is at that moment. */
final class Relationships {
    private Relationships() { }

    /** Of an authenticated pair: blocked first; a pair that was removed meanwhile is a stranger. */
    static DeviceRelationship of(TrustStore trust, DeviceId device, Connection connection, Instant since) {
        Optional<DeviceRelationship> blocked = trust.blocked(device).map(DeviceRelationship.class::cast);
        return blocked.or(() -> trust.pair(device).map(pair -> paired(pair, connection, since)))
                .orElseGet(() -> new DeviceRelationship.Unknown(Optional.empty(), connection.facts().route().proximity(), SecurityContext.NONE));
    }

    private static DeviceRelationship paired(Pair pair, Connection connection, Instant since) {
        return new DeviceRelationship.Paired(pair.id(), pair.name(), pair.trust(), new ConnectionStatus.Connected(since, connection.facts().route()),
                connection.capabilities());
    }

    /** As it is now, where it was resolved before; a stranger stays one. */
    static DeviceRelationship now(TrustStore trust, DeviceRelationship resolved) {
        if (!(resolved instanceof DeviceRelationship.Paired paired)) {
            return resolved;
        }
        Optional<DeviceRelationship> blocked = trust.blocked(paired.id()).map(DeviceRelationship.class::cast);
        return blocked.or(() -> trust.pair(paired.id()).map(pair ->
                        new DeviceRelationship.Paired(pair.id(), pair.name(), pair.trust(), paired.status(), paired.capabilities())))
                .orElseGet(() -> new DeviceRelationship.Unknown(Optional.empty(), Proximity.INTERNET, SecurityContext.NONE));
    }
}
