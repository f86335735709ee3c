package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.Problem;
import java.util.Optional;
import java.util.function.Consumer;

/** Owns a connection that exists for one offer of the other side. */
final class OneOffer implements Session.Owner {
    private final Parts parts;
    private final Visitor visitor;
    private final Consumer<Problem> nothingCame;
    private boolean offered;
    private volatile Optional<StreamHandler> taken = Optional.empty();

    /** @param nothingCame hears why the connection ended, if it ended without an offer */
    OneOffer(Parts parts, Visitor visitor, Consumer<Problem> nothingCame) {
        this.parts = parts;
        this.visitor = visitor;
        this.nothingCame = nothingCame;
    }

    @Override
    public Optional<StreamHandler> offered(Session session, int stream, Offer offer) throws ProtocolException {
        if (offered) {
            throw new ProtocolException("A second offer comes on a connection for one");
        }
        taken = parts.desk().offered(session, stream, offer, visitor);
        offered = true;
        return taken;
    }

    /** Where the offer stands; empty where there is none, or it was refused at once. Any thread. */
    Optional<Stage> stage() {
        return taken.map(StreamHandler::stage);
    }

    @Override
    public void unpaired(Session session) throws ProtocolException {
        throw new ProtocolException("Only paired devices can part");
    }

    @Override
    public void ended(Session session, Ending why) {
        if (!offered) {
            nothingCame.accept(why.problem());
        }
    }
}
