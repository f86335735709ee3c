package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;

/** A drop: one link that is dialled for one transfer, and goes with it. */
final class DialWay implements Way {
    static final Duration CONNECT = Duration.ofSeconds(15);
    static final Duration FIND = Duration.ofSeconds(30);

    private final Parts parts;
    private final Proof proof;
    private final List<Route> routes;
    private final String label;
    private volatile Session session;

    /** @param routes empty: whoever shows the code's number is looked for */
    DialWay(Parts parts, Proof proof, List<Route> routes, String label) {
        this.parts = parts;
        this.proof = proof;
        this.routes = List.copyOf(routes);
        this.label = label;
    }

    @Override
    public Session connect(Share share, int attempt) throws FerryException, InterruptedException {
        share.phase("connecting");
        Connection connection = dial(parts, Purpose.DROP, proof, routes, label);
        share.linked(connection.routeReason(), connection.facts(), connection.checkWords());
        Session made = new Session(connection, parts.platform(), new LoneOwner());
        session = made;
        parts.platform().run(made::run);
        return made;
    }

    /** Dials with a proof that is used once; finds its routes when none are given. */
    static Connection dial(Parts parts, Purpose purpose, Proof proof, List<Route> routes, String label) throws FerryException, InterruptedException {
        try {
            if (proof instanceof Proof.WithTicket ticket) {
                return dial(parts, purpose, ticket, label);
            }
            return parts.links().dial(new Links.Dial(purpose, proof, routes.isEmpty() ? found(parts, proof) : routes, label, CONNECT));
        } finally {
            Secrets.wipe(proof);
        }
    }

    private static Connection dial(Parts parts, Purpose purpose, Proof.WithTicket proof, String label) throws FerryException, InterruptedException {
        try (Targets.Seeking issuer = parts.targets().seekIssuer(proof.ticket())) {
            List<Route> addresses = issuer.addresses();
            if (!addresses.isEmpty()) {
                try {
                    return parts.links().dial(new Links.Dial(purpose, proof, addresses, label, CONNECT));
                } catch (FerryException e) {
                    // The addresses in a ticket are those of its hour and network; its issuer may be found by now where only holders of the ticket look.
                    if (!issuer.elsewhere() || !(e.problem() instanceof Problem.NetworkError)) {
                        throw e;
                    }
                }
            }
            return parts.links().dial(new Links.Dial(purpose, proof, found(parts, proof), label, CONNECT));
        }
    }

    private static List<Route> found(Parts parts, Proof proof) throws FerryException, InterruptedException {
        return Secrets.nameplate(proof).isPresent() ? parts.targets().awaitNameplate(Secrets.nameplate(proof).get(), FIND) : List.of();
    }

    @Override
    public boolean resumes() {
        return false;
    }

    @Override
    public void close() {
        Session made = session;
        if (made != null) {
            made.close(Ending.done());
        }
    }
}
