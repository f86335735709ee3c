package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Connection;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.DeviceRelationship;
import java.util.Optional;

/** Connections of one transfer with somebody who stays unknown. */
final class Strangers {
    /** The sender closes first, when it has heard the last word. */
    private static final long LAST_WORD_MILLIS = 5000;

    private Strangers() { }

    static Visitor visitor(Parts parts, Connection connection, Optional<Invitation> invitation) {
        DeviceRelationship unknown = new DeviceRelationship.Unknown(Optional.empty(), connection.facts().route().proximity(), connection.context());
        String name = connection.peerLabel().isEmpty() ? "somebody unknown" : connection.peerLabel();
        return new Visitor(() -> unknown, Optional.empty(), connection.context(), name, host(connection.facts().route().address()), connection.checkWords(),
                parts.targets().lookAlike(connection.peerLabel()).stream().toList(), connection.routeReason(), connection.facts(), invitation);
    }

    /** Its address without the port, which is another for each try. */
    static String host(String address) {
        int port = address.lastIndexOf(':');
        return port < 0 ? address : address.substring(0, port);
    }

    static void closeSoon(Parts parts, Session session) {
        parts.platform().later(() -> session.close(Ending.done()), LAST_WORD_MILLIS);
    }
}
