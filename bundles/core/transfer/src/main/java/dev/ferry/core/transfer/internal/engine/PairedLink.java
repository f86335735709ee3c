package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.crypto.Purpose;
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
import dev.ferry.model.Route;
import dev.ferry.model.SessionTerms.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one connection of a pair: dialled when it is needed, or accepted, and shared by all transfers in both directions. Where both sides dial at once, both keep the
 * connection that the device with the smaller id dialled.
 */
final class PairedLink implements Session.Owner {
    /** A connection this old was not made in the same moment: whoever dials anew has lost it. */
    private static final long SAME_MOMENT = Duration.ofSeconds(10).toNanos();
    private static final int MAX_NAME = 64;
    private static final long LIFE_TICK_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(PairedLink.class);

    private final Parts parts;
    private final References references;
    private final DeviceId device;
    private final Widening widening;
    private final Runnable linked;
    private Optional<Live> current = Optional.empty();
    private boolean dialling;

    /** A connection in use. */
    private record Live(Session session, long since, Instant sinceWall, LinkLife life) {
        boolean dialledHere() {
            return session.connection().initiator();
        }
    }

    PairedLink(Parts parts, References references, DeviceId device, Runnable linked) {
        this.parts = parts;
        this.references = references;
        this.device = device;
        this.widening = new Widening(parts, device);
        this.linked = linked;
    }

    DeviceId device() {
        return device;
    }

    synchronized Optional<Session> live() {
        return current.map(Live::session).filter(session -> !session.isEnded());
    }

    /** A connection on which nothing speaks against the other side's being there. */
    private Optional<Session> usable() {
        return live().filter(session -> !session.isDoubted());
    }

    /**
     * The connection, dialled if there is none or if the one there gives no answer. Of several that ask at once one dials and the others wait for it. A connection that gives
     * no answer and cannot be replaced is as good as any: the other side may be busy, and reachable in no other way.
     */
    Session connect() throws FerryException, InterruptedException {
        Optional<Session> there = live();
        if (there.isPresent() && lives(there.get())) {
            return there.get();
        }
        synchronized (this) {
            while (dialling && usable().isEmpty()) {
                wait();
            }
            if (usable().isPresent()) {
                return usable().get();
            }
            dialling = true;
        }
        try {
            return dialled();
        } catch (FerryException e) {
            Optional<Session> silent = live();
            if (silent.isPresent()) {
                return silent.get();
            }
            parts.targets().disconnected(device, Optional.of(e.problem().message()));
            throw e;
        } finally {
            synchronized (this) {
                dialling = false;
                notifyAll();
            }
        }
    }

    private Session dialled() throws FerryException, InterruptedException {
        Connection connection = dial();
        Session session = new Session(connection, parts.platform(), this);
        if (!install(session)) {
            connection.close();
            return live().orElseThrow(() -> new FerryException(Ending.broken().problem()));
        }
        parts.platform().run(session::run);
        return session;
    }

    private static boolean lives(Session session) throws InterruptedException {
        try {
            return session.lives().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("A question has an answer or a deadline", e);
        }
    }

    private Connection dial() throws FerryException, InterruptedException {
        List<Route> routes = parts.targets().routes(device);
        if (routes.isEmpty()) {
            throw new FerryException(new Problem.NotFound(device.display(),
                    "The device is not in sight and has no known address. Is it on, is Ferry running there, and is it on the same network?"));
        }
        return parts.links().dial(new Links.Dial(Purpose.SESSION, new Proof.Pinned(device), routes, parts.identity().name(), DialWay.CONNECT));
    }

    /** A connection that the other side dialled; reads it to its end on this thread. */
    void accepted(Connection connection) {
        Session session = new Session(connection, parts.platform(), this);
        if (install(session)) {
            session.run();
        } else {
            connection.close();
        }
    }

    /** Another connection of the session there is, that the other side dialled. */
    void subflow(Connection connection) {
        Optional<Session> session = live();
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
        try {
            return parts.policy().terms(relationship(session)).streams();
        } catch (FerryException e) {
            return 1;
        }
    }

    /** @return false when the one there is stays */
    private boolean install(Session next) {
        LinkLife life = new LinkLife(next, keys(next), parts.platform().nanoTime());
        Optional<Live> replaced;
        synchronized (this) {
            replaced = current.filter(old -> !old.session.isEnded());
            if (replaced.isPresent() && staysAgainst(replaced.get(), next)) {
                return false;
            }
            current = Optional.of(new Live(next, parts.platform().nanoTime(), parts.platform().now(), life));
            notifyAll();
        }
        replaced.ifPresent(old -> old.session.close(Ending.replaced()));
        parts.targets().connected(device, next.connection().facts().route());
        watch(next, life);
        linked.run();
        references.connected(device, next);
        return true;
    }

    private Keys keys(Session session) {
        try {
            return parts.policy().terms(relationship(session)).keys();
        } catch (FerryException e) {
            // Nothing is offered on it either.
            return LinkLife.STRICTEST;
        }
    }

    private void watch(Session session, LinkLife life) {
        parts.platform().again(() -> {
            if (!session.isEnded()) {
                look(session, life);
                watch(session, life);
            }
        }, LIFE_TICK_MILLIS);
    }

    private void look(Session session, LinkLife life) {
        switch (life.look(parts.platform().nanoTime())) {
            case NOTHING -> { }
            case REPLACE -> {
                session.replacing();
                parts.platform().run(() -> renew(session));
            }
            // The other side does not cooperate, or cannot be dialled from here: what is on it goes on over whatever connection comes next.
            case END -> session.close(Ending.replaced());
        }
    }

    /** Fresh keys: a new connection, and then no more of this one. */
    private void renew(Session old) {
        synchronized (this) {
            if (dialling || current.filter(live -> live.session == old).isEmpty()) {
                return;
            }
            dialling = true;
        }
        try {
            dialled();
        } catch (FerryException e) {
            LOG.debug("A link could not be replaced yet: {}", e.problem().code());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            synchronized (this) {
                dialling = false;
                notifyAll();
            }
        }
    }

    private boolean staysAgainst(Live old, Session next) {
        if (old.session.isDoubted() || old.life.isDue()) {
            return false;
        }
        boolean nextDialledHere = next.connection().initiator();
        if (old.dialledHere() == nextDialledHere) {
            return false;
        }
        if (!nextDialledHere && parts.platform().nanoTime() - old.since > SAME_MOMENT) {
            return false;
        }
        boolean smallerHere = parts.identity().id().hex().compareTo(device.hex()) < 0;
        return nextDialledHere != smallerHere;
    }

    /** Waits until a connection is there or something happened that makes dialling worth while. */
    synchronized void awaitChange(long millis) throws InterruptedException {
        if (live().isEmpty()) {
            wait(Math.max(1, millis));
        }
    }

    /** Routes appeared, changed or went: who waits for one looks, and a connection shows that it still leads there. Returns at once. */
    void stir() {
        synchronized (this) {
            notifyAll();
        }
        live().ifPresent(session -> session.lives().thenAccept(alive -> {
            if (!alive && usable().isEmpty() && live().isPresent()) {
                parts.platform().run(this::replace);
            }
        }));
    }

    private void replace() {
        try {
            connect();
        } catch (FerryException e) {
            // It has ended meanwhile, and whoever needs another one dials.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The pair or what it may do changed. */
    void reconsider() {
        Optional<Session> session = live();
        if (session.isEmpty()) {
            return;
        }
        DeviceRelationship now = relationship(session.get());
        if (now instanceof DeviceRelationship.Blocked blocked) {
            session.get().close(Ending.because(new Problem.DeviceBlocked(device.display(), blocked.reason(), "The device is blocked: " + blocked.reason() + ".")));
        } else if (!(now instanceof DeviceRelationship.Paired)) {
            session.get().close(Ending.because(new Problem.RelationshipError(device.display(), "The device is not paired with this one any more. Pair them again to go on.")),
                    Control.newBuilder().setUnpaired(Unpaired.getDefaultInstance()).build());
        } else {
            try {
                Keys keys = parts.policy().terms(now).keys();
                synchronized (this) {
                    current.ifPresent(live -> live.life.keys(keys));
                }
            } catch (FerryException e) {
                session.get().close(Ending.because(e.problem()));
            }
        }
    }

    void close() {
        live().ifPresent(session -> session.close(Ending.leaving()));
    }

    private DeviceRelationship relationship(Session session) {
        return Relationships.of(parts.trust(), device, session.connection(), since(session));
    }

    private synchronized Instant since(Session session) {
        return current.filter(live -> live.session == session).map(Live::sinceWall).orElseGet(parts.platform()::now);
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
    public void referenceEnded(Session session, ReferenceEnded ended) throws ProtocolException {
        references.ended(device, ended);
    }

    private Visitor visitor(Session session, Optional<Invitation> invitation) {
        Connection connection = session.connection();
        String name = parts.trust().pair(device).map(pair -> PeerText.escape(pair.name(), MAX_NAME)).orElse(device.display());
        return new Visitor(() -> relationship(session), Optional.of(device), connection.context(), name, device.hex(),
                List.of(), connection.routeReason(), connection.facts(), invitation);
    }

    @Override
    public void unpaired(Session session) {
        session.close(Ending.because(new Problem.RelationshipError(device.display(), "The other device ended the pairing. Pair them again to go on.")));
        String name = parts.trust().pair(device).map(pair -> PeerText.escape(pair.name(), MAX_NAME)).orElse(device.display());
        try {
            if (parts.trust().remove(device)) {
                parts.platform().events().publish(new FerryEvent.Notice(parts.platform().now(), "unpaired", name + " ended the pairing with this device."));
            }
        } catch (FerryException e) {
            parts.platform().events().publish(new FerryEvent.Notice(parts.platform().now(), "unpaired",
                    name + " ended the pairing, and this device could not store that: " + e.problem().message()));
        }
    }

    @Override
    public void ended(Session session, Ending why) {
        synchronized (this) {
            if (current.filter(live -> live.session == session).isEmpty()) {
                return;
            }
            current = Optional.empty();
            notifyAll();
        }
        parts.targets().disconnected(device, why.lost() ? Optional.of(why.problem().message()) : Optional.empty());
        if (why.lost() && parts.desk().awaits(device)) {
            parts.platform().run(() -> reconnect());
        }
    }

    /** Something is still to come from there: perhaps only this side can reach the other. */
    private void reconnect() {
        Backoff backoff = new Backoff();
        try {
            while (live().isEmpty() && parts.desk().awaits(device)) {
                awaitChange(backoff.next().toMillis());
                try {
                    connect();
                } catch (FerryException e) {
                    // Not now; the pause grows.
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
