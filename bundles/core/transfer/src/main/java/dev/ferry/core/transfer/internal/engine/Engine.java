package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ReferenceService;
import dev.ferry.api.ShareService;
import dev.ferry.core.link.Connection;
import dev.ferry.core.transfer.internal.accept.Desk;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.reference.References;
import dev.ferry.core.transfer.internal.reference.Tools;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.Operation;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Registration;
import dev.ferry.spi.policy.PolicyQuestion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts the engine together, takes connections in, and watches what may change under running transfers. */
public final class Engine implements AutoCloseable {
    private final Parts parts;
    private final References references;
    private final PairedLinks links;
    private final ShareManager shares;
    private final List<Registration> following;
    private final Lobby lobby = new Lobby();
    private final AtomicBoolean reconsidering = new AtomicBoolean();

    public Engine(Parts parts) {
        this.parts = parts;
        Desk.Tools desk = parts.desk().tools();
        this.references = new References(new Tools(parts.platform(), parts.policy(), parts.trust(), parts.targets(), parts.shares(), parts.desk(), desk.inbox(), desk.own(),
                parts.references(), parts.identity()::name), new ReferenceCarrier(parts, this::links, this::manager, this::reconsiderSoon));
        this.links = new PairedLinks(parts, references, this::seen);
        this.shares = new ShareManager(parts, links);
        // A transport that has come, or another network, may lead to whom none led before.
        this.following = List.of(parts.trust().follow(device -> reconsiderSoon()), parts.policy().follow(this::reconsiderSoon), parts.links().follow(presence -> reconsiderSoon()),
                parts.targets().followRoutes(device -> {
                    links.stir(device);
                    seen(device);
                }));
        references.begin();
        shares.start();
    }

    private void seen(DeviceId device) {
        shares.seen(device);
    }

    private PairedLinks links() {
        return links;
    }

    private ShareManager manager() {
        return shares;
    }

    public ShareService shares() {
        return shares;
    }

    public ReferenceService references() {
        return references;
    }

    /** A paired device dialled. Reads on this thread to the connection's end. */
    public void session(Connection connection) {
        links.accepted(connection);
    }

    /** A paired device dialled another connection for the session that it has. */
    public void subflow(Connection connection) {
        links.subflow(connection);
    }

    /** A stranger dialled to offer something. Reads on this thread to the connection's end. */
    public void drop(Connection connection) {
        Visitor visitor = Strangers.visitor(parts, connection, Optional.empty());
        boolean refused = parts.policy().refusal(new PolicyQuestion(visitor.relationship().get(), connection.context(), Operation.CONNECT, OptionalLong.empty())).isPresent();
        if (refused) {
            connection.close();
            return;
        }
        OneOffer offer = new OneOffer(parts, visitor, nobodyAsked -> { });
        Stay stay = new Stay(parts.platform(), visitor.limitKey(), offer::stage);
        if (!lobby.enter(stay)) {
            connection.close();
            return;
        }
        Session session = new Session(connection, parts.platform(), offer);
        Future<?> watching = stay.watch(session);
        try {
            session.run();
        } finally {
            watching.cancel(false);
            lobby.left(stay);
        }
    }

    /** Changes come in bursts and on threads that must not wait. */
    private void reconsiderSoon() {
        if (reconsidering.compareAndSet(false, true)) {
            parts.platform().run(() -> {
                reconsidering.set(false);
                references.reconsider();
                shares.reconsider();
                parts.desk().reconsider();
                links.reconsider();
            });
        }
    }

    @Override
    public void close() {
        following.forEach(Registration::close);
        shares.leave();
        references.close();
        links.close();
        parts.desk().close();
        shares.close();
    }
}
