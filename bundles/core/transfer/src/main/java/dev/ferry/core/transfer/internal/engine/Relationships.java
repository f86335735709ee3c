package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Connection;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import java.time.Instant;
import java.util.Optional;

/** What the other end of a connection is to this device, by the trust store as it is at that moment. */
final class Relationships {
    private static final int MAX_NAME = 64;

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

    /** Of a pair, whether it is connected or not. */
    static DeviceRelationship now(TrustStore trust, DeviceId device) {
        Optional<DeviceRelationship> blocked = trust.blocked(device).map(DeviceRelationship.class::cast);
        return blocked.or(() -> trust.pair(device).map(pair -> new DeviceRelationship.Paired(pair.id(), pair.name(), pair.trust(),
                        new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE)))
                .orElseGet(() -> new DeviceRelationship.Unknown(Optional.empty(), Proximity.INTERNET, SecurityContext.NONE));
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

    static boolean isPaired(TrustStore trust, DeviceId device) {
        return trust.blocked(device).isEmpty() && trust.pair(device).isPresent();
    }

    /** @throws FerryException it is no pair, or blocked: what was kept for it is not sent, and waiting does not change that */
    static DeviceRelationship.Paired paired(TrustStore trust, DeviceId device) throws FerryException {
        Optional<DeviceRelationship.Blocked> blocked = trust.blocked(device);
        if (blocked.isPresent()) {
            throw new FerryException(new Problem.DeviceBlocked(device.display(), blocked.get().reason(),
                    "The device is blocked on this one (" + blocked.get().reason() + "), so what waited for it is not sent."));
        }
        return trust.pair(device).map(pair -> new DeviceRelationship.Paired(pair.id(), PeerText.escape(pair.name(), MAX_NAME), pair.trust(),
                        new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE))
                .orElseThrow(() -> new FerryException(new Problem.RelationshipError(device.display(),
                        "The device is not paired with this one any more, so what waited for it is not sent. Pair them again and send it again.")));
    }
}
