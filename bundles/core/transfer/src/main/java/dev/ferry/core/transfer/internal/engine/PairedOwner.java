package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.link.Connection;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.ReferenceEnded;
import dev.ferry.core.protocol.wire.Unpaired;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.reference.References;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.SessionTerms.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;

/** Decides what a paired device may do on the connections to it, by what holds at that moment. */
final class PairedOwner implements Session.Owner {
    private static final int MAX_NAME = 64;

    private final Parts parts;
    private final References references;
    private final DeviceId device;
    private final Function<Session, Instant> since;
    private final BiConsumer<Session, Ending> ended;
    private final Widening widening;

    /**
     * @param since since when a connection is in use
     * @param ended hears of its end
     */
    PairedOwner(Parts parts, References references, DeviceId device, Function<Session, Instant> since, BiConsumer<Session, Ending> ended) {
        this.parts = parts;
        this.references = references;
        this.device = device;
        this.since = since;
        this.ended = ended;
        this.widening = new Widening(parts, device);
    }

    DeviceRelationship relationship(Session session) {
        return Relationships.of(parts.trust(), device, session.connection(), since.apply(session));
    }

    /** Empty where nothing may be offered on it either. */
    Optional<SessionTerms> terms(Session session) {
        try {
            return Optional.of(parts.policy().terms(relationship(session)));
        } catch (FerryException e) {
            return Optional.empty();
        }
    }

    /**
     * The pair or what it may do changed: a session that may not be goes.
     *
     * @param keys hears how long its keys serve now
     */
    void reconsider(Session session, Consumer<Keys> keys) {
        DeviceRelationship now = relationship(session);
        if (now instanceof DeviceRelationship.Blocked blocked) {
            session.close(Ending.because(new Problem.DeviceBlocked(device.display(), blocked.reason(), "The device is blocked: " + blocked.reason() + ".")));
        } else if (!(now instanceof DeviceRelationship.Paired)) {
            session.close(Ending.because(new Problem.RelationshipError(device.display(), "The device is not paired with this one any more. Pair them again to go on.")),
                    Control.newBuilder().setUnpaired(Unpaired.getDefaultInstance()).build());
        } else {
            try {
                keys.accept(parts.policy().terms(now).keys());
            } catch (FerryException e) {
                session.close(Ending.because(e.problem()));
            }
        }
    }

    /** Another connection of that session, or of none, that the other side dialled. */
    void subflow(Connection connection, Optional<Session> session) {
        widening.accepted(connection, session, session.map(this::connections).orElse(1));
    }

    @Override
    public void expecting(Session session, long bytes) {
        if (Widening.isWorth(session.connection(), bytes)) {
            parts.platform().run(() -> widening.widen(session, connections(session)));
        }
    }

    /** How many a session may have. */
    private int connections(Session session) {
        return terms(session).map(SessionTerms::streams).orElse(1);
    }

    @Override
    public Optional<StreamHandler> offered(Session session, int stream, Offer offer) throws ProtocolException {
        return parts.desk().offered(session, stream, offer, visitor(session, references.invitation(device, offer)));
    }

    @Override
    public Optional<StreamHandler> asked(Session session, int stream, Control opening) throws ProtocolException {
        return references.asked(visitor(session, Optional.empty()), session, stream, opening);
    }

    @Override
    public void referenceEnded(Session session, ReferenceEnded over) throws ProtocolException {
        references.ended(device, over);
    }

    private Visitor visitor(Session session, Optional<Invitation> invitation) {
        Connection connection = session.connection();
        return new Visitor(() -> relationship(session), Optional.of(device), connection.context(), name(), device.hex(), List.of(), List.of(), connection.routeReason(),
                connection.facts(), invitation);
    }

    private String name() {
        return parts.trust().pair(device).map(pair -> PeerText.escape(pair.name(), MAX_NAME)).orElse(device.display());
    }

    @Override
    public void unpaired(Session session) {
        session.close(Ending.because(new Problem.RelationshipError(device.display(), "The other device ended the pairing. Pair them again to go on.")));
        String name = name();
        try {
            if (parts.trust().remove(device)) {
                tell(name + " ended the pairing with this device.");
            }
        } catch (FerryException e) {
            tell(name + " ended the pairing, and this device could not store that: " + e.problem().message());
        }
    }

    private void tell(String what) {
        parts.platform().events().publish(new FerryEvent.Notice(parts.platform().now(), "unpaired", what));
    }

    @Override
    public void ended(Session session, Ending why) {
        ended.accept(session, why);
    }
}
