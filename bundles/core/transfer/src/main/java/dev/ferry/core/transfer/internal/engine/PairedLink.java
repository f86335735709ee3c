package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.transfer.internal.reference.References;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.model.SessionTerms;
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
final class PairedLink {
    /** A connection this old was not made in the same moment: whoever dials anew has lost it. */
    private static final long SAME_MOMENT = Duration.ofSeconds(10).toNanos();
    private static final long LIFE_TICK_MILLIS = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(PairedLink.class);

    private final Parts parts;
    private final References references;
    private final DeviceId device;
    private final PairedOwner owner;
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
        this.owner = new PairedOwner(parts, references, device, this::since, this::ended);
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
        return connect(DialWay.CONNECT);
    }

    /** The same, with that much time for dialling. */
    Session connect(Duration timeout) throws FerryException, InterruptedException {
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
            return dialled(timeout);
        } catch (FerryException e) {
            Optional<Session> silent = live();
            if (silent.isPresent()) {
                return silent.get();
            }
            parts.targets().disconnected(device, Optional.of(e.problem().message()));
            throw e;
        } catch (InterruptedException e) {
            if (live().isEmpty()) {
                parts.targets().disconnected(device, Optional.empty());
            }
            throw e;
        } finally {
            synchronized (this) {
                dialling = false;
                notifyAll();
            }
        }
    }

    private Session dialled(Duration timeout) throws FerryException, InterruptedException {
        Connection connection = dial(timeout);
        Session session = new Session(connection, parts.platform(), owner);
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

    private Connection dial(Duration timeout) throws FerryException, InterruptedException {
        List<Route> routes = parts.targets().routes(device);
        if (routes.isEmpty()) {
            throw new FerryException(new Problem.NotFound(device.display(),
                    "The device is not in sight and has no known address. Is it on, is Ferry running there, and is it on the same network?"));
        }
        parts.targets().connecting(device);
        return parts.links().dial(new Links.Dial(Purpose.SESSION, new Proof.Pinned(device), routes, parts.identity().name(), timeout));
    }

    /** A connection that the other side dialled; reads it to its end on this thread. */
    void accepted(Connection connection) {
        Session session = new Session(connection, parts.platform(), owner);
        if (install(session)) {
            session.run();
        } else {
            connection.close();
        }
    }

    /** Another connection of the session there is, that the other side dialled. */
    void subflow(Connection connection) {
        owner.subflow(connection, live());
    }

    /** @return false when the one there is stays */
    private boolean install(Session next) {
        LinkLife life = new LinkLife(next, owner.terms(next).map(SessionTerms::keys).orElse(LinkLife.STRICTEST), parts.platform().nanoTime());
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
        parts.targets().introduced(device, next.connection().capabilities(), next.connection().kind());
        watch(next, life);
        linked.run();
        references.connected(device, next);
        return true;
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
            dialled(DialWay.CONNECT);
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
        live().ifPresent(session -> owner.reconsider(session, keys -> {
            synchronized (this) {
                current.ifPresent(live -> live.life.keys(keys));
            }
        }));
    }

    void close() {
        live().ifPresent(session -> session.close(Ending.leaving()));
    }

    private synchronized Instant since(Session session) {
        return current.filter(live -> live.session == session).map(Live::sinceWall).orElseGet(parts.platform()::now);
    }

    private void ended(Session session, Ending why) {
        synchronized (this) {
            if (current.filter(live -> live.session == session).isEmpty()) {
                return;
            }
            current = Optional.empty();
            notifyAll();
        }
        if (session.connection().initiator()) {
            session.roundTrip().ifPresent(time -> parts.targets().measured(device, session.connection().facts().route(), time));
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
