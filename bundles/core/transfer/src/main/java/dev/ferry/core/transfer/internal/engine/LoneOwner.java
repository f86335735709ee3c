package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import java.util.Optional;

/** Owns a connection that exists for one transfer of ours: the other side has nothing to offer on it. */
final class LoneOwner implements Session.Owner {
    @Override
    public Optional<StreamHandler> offered(Session session, int stream, Offer offer) throws ProtocolException {
        throw new ProtocolException("The receiver of a drop offers something itself");
    }

    @Override
    public void unpaired(Session session) throws ProtocolException {
        throw new ProtocolException("Only paired devices can part");
    }

    @Override
    public void ended(Session session, Ending why) {
        // Its one stream was told.
    }
}
