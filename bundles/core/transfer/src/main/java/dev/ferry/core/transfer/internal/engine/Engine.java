package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareService;
import dev.ferry.core.link.Connection;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.Operation;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Registration;
import dev.ferry.spi.policy.PolicyQuestion;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;

/** Puts the engine together, takes connections in, and watches what may change under running transfers. */
public final class Engine implements AutoCloseable {
    private final Parts parts;
    private final PairedLinks links;
    private final ShareManager shares;
    private final List<Registration> following;
    private final AtomicBoolean reconsidering = new AtomicBoolean();

    public Engine(Parts parts) {
        this.parts = parts;
        this.links = new PairedLinks(parts, this::seen);
        this.shares = new ShareManager(parts, links);
        this.following = List.of(parts.trust().follow(device -> reconsiderSoon()), parts.policy().follow(this::reconsiderSoon),
                parts.targets().followRoutes(device -> {
                    links.stir(device);
                    seen(device);
                }));
        shares.start();
    }

    private void seen(DeviceId device) {
        shares.seen(device);
    }

    public ShareService shares() {
        return shares;
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
        Visitor visitor = Strangers.visitor(connection, Optional.empty());
        boolean refused = parts.policy().refusal(new PolicyQuestion(visitor.relationship().get(), connection.context(), Operation.CONNECT, OptionalLong.empty())).isPresent();
        if (refused) {
            connection.close();
            return;
        }
        new Session(connection, parts.platform(), new OneOffer(parts, visitor, nobodyAsked -> { })).run();
    }

    /** Changes come in bursts and on threads that must not wait. */
    private void reconsiderSoon() {
        if (reconsidering.compareAndSet(false, true)) {
            parts.platform().run(() -> {
                reconsidering.set(false);
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
        links.close();
        parts.desk().close();
        shares.close();
    }
}
