package dev.ferry.core.link.internal;

import dev.ferry.core.runtime.PluginLane;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One transport and its listener. All that is asked of them is asked in visits on a lane of their own: one that throws, lies or hangs is its own trouble, and nobody waits for a visit for
 * longer than such a call may take. Any thread.
 */
final class Post {
    private static final Logger LOG = LoggerFactory.getLogger(Post.class);
    /** Of one transport: more addresses than a device has. */
    private static final int MOST_ROUTES = 64;
    private static final CompletableFuture<Void> OVER = CompletableFuture.completedFuture(null);

    /** Opens a listener at the first port that will do. */
    interface Opener {
        Listener open(String id, Transport transport) throws FerryException;
    }

    private final String id;
    private final Transport transport;
    private final Opener opener;
    private final PluginLane lane;
    private final Runnable changed;
    private Optional<CompletableFuture<Void>> waiting = Optional.empty();
    private boolean underWay;
    private boolean hangs;
    private boolean open;
    private boolean ended;
    private Optional<Listener> listener = Optional.empty();
    private Optional<Problem> problem = Optional.empty();
    private Optional<String> noticed = Optional.empty();
    private List<Route> routes = List.of();
    private Set<InetAddress> expected = Set.of();
    private Set<InetAddress> told = Set.of();

    /** @param changed routes or trouble are others now; returns at once */
    Post(String id, Transport transport, Opener opener, PluginLane lane, Runnable changed) {
        this.id = id;
        this.transport = transport;
        this.opener = opener;
        this.lane = lane;
        this.changed = changed;
    }

    String id() {
        return id;
    }

    Transport transport() {
        return transport;
    }

    /** Looks after it: opens its listener, asks for its routes, tells it whom to expect, or closes it. What is returned is done after the visit, or once that has taken too long. */
    CompletableFuture<Void> visit() {
        CompletableFuture<Void> visit = new CompletableFuture<>();
        CompletableFuture<Void> done;
        synchronized (this) {
            // It stands in line behind one that hangs, and is made should that end.
            done = hangs ? OVER : waiting.orElse(visit);
            if (waiting.isPresent()) {
                return done;
            }
            waiting = Optional.of(visit);
        }
        lane.call(what(), sentence -> notice(sentence, visit), () -> look(visit));
        return done;
    }

    private synchronized String what() {
        return ended ? "the end of listening" : listener.isEmpty() ? "listen" : "its listener";
    }

    private void notice(Optional<String> sentence, CompletableFuture<Void> visit) {
        boolean differs;
        synchronized (this) {
            waiting = waiting.filter(next -> next != visit);
            hangs = underWay && sentence.isPresent();
            // One that could not listen is not asked again, so that it goes well says nothing.
            Optional<String> now = open && listener.isEmpty() && !ended ? sentence.or(() -> noticed) : sentence;
            differs = !noticed.equals(now);
            noticed = now;
        }
        visit.complete(null);
        if (differs) {
            changed.run();
        }
    }

    private void look(CompletableFuture<Void> visit) {
        boolean over;
        synchronized (this) {
            waiting = waiting.filter(next -> next != visit);
            underWay = true;
            over = ended;
        }
        try {
            if (over) {
                close();
                return;
            }
            listen();
            ask();
        } finally {
            synchronized (this) {
                underWay = false;
            }
        }
    }

    private void listen() {
        synchronized (this) {
            if (open) {
                return;
            }
            open = true;
        }
        try {
            Listener opened = Objects.requireNonNull(opener.open(id, transport), "listener");
            synchronized (this) {
                listener = Optional.of(opened);
            }
        } catch (FerryException e) {
            LOG.error("{} does not listen: {}", id, e.getMessage());
            synchronized (this) {
                problem = Optional.of(e.problem());
            }
            changed.run();
        }
    }

    private void ask() {
        Optional<Listener> asked;
        Set<InetAddress> expect;
        synchronized (this) {
            asked = listener;
            expect = expected;
        }
        if (asked.isEmpty()) {
            return;
        }
        // A listener of another transport's routes would be dialled in that one's stead.
        List<Route> now = asked.get().routes().stream().filter(r -> r.transport().equals(id)).distinct().limit(MOST_ROUTES).toList();
        boolean differs;
        synchronized (this) {
            differs = !ended && !now.equals(routes);
            routes = ended ? List.of() : now;
        }
        if (differs) {
            changed.run();
        }
        if (!expect.equals(told)) {
            told = expect;
            asked.get().expect(expect);
        }
    }

    private void close() {
        Optional<Listener> closing;
        synchronized (this) {
            closing = listener;
            listener = Optional.empty();
        }
        closing.ifPresent(Listener::close);
    }

    void expect(Set<InetAddress> addresses) {
        synchronized (this) {
            expected = addresses;
        }
        visit();
    }

    /** Its routes are gone when this returns, however long its own end takes. */
    CompletableFuture<Void> end() {
        synchronized (this) {
            ended = true;
            routes = List.of();
        }
        return visit();
    }

    synchronized List<Route> routes() {
        return routes;
    }

    /** Why it does not listen. */
    synchronized Optional<Problem> problem() {
        return problem.or(() -> noticed.map(sentence -> new Problem.InternalError(sentence)));
    }
}
