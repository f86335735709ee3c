package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.Transport;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/** Dials: links come from a {@link Race}; each is greeted in turn, so a code is never tried twice at once; the first that authenticates wins. */
final class Dialer {
    private static final int MOST_ROUTES = 16;

    private final Local local;
    private final Function<String, Optional<Transport>> transports;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final LongSupplier nanos;

    Dialer(Local local, Function<String, Optional<Transport>> transports, ExecutorService io, ScheduledExecutorService timer, LongSupplier nanos) {
        this.local = local;
        this.transports = transports;
        this.io = io;
        this.timer = timer;
        this.nanos = nanos;
    }

    Connection dial(Dial request) throws FerryException, InterruptedException {
        List<Route> routes = request.routes().stream().distinct().filter(r -> transports.apply(r.transport()).isPresent()).limit(MOST_ROUTES).toList();
        if (routes.isEmpty()) {
            throw new FerryException(noRoute(request));
        }
        FerryException refused = null;
        try (Race race = new Race(routes, this::connector, io, nanos, request.timeout())) {
            while (true) {
                Optional<Race.Finished> finished = race.next();
                if (finished.isEmpty()) {
                    throw refused != null ? refused : race.failure();
                }
                try {
                    return greet(request, finished.get().link(), reason(finished.get(), routes));
                } catch (FerryException e) {
                    finished.get().link().close();
                    if (e.problem() instanceof Problem.WrongCode) {
                        throw e;
                    }
                    refused = e;
                }
            }
        }
    }

    private Race.Connector connector(Route route) {
        return timeout -> transports.apply(route.transport())
                .orElseThrow(() -> new FerryException(new Problem.MissingPart("dev.ferry.transport." + route.transport(),
                        "The transport " + route.transport() + " has just been stopped.")))
                .connect(route, local.throwaways().fresh(), timeout);
    }

    private Connection greet(Dial request, Link link, String reason) throws FerryException {
        Deadline deadline = new Deadline(timer, link, Acceptor.GREETING);
        try (deadline) {
            return new ClientGreeting(local, link, request).run(reason);
        } catch (AuthFailedException e) {
            throw new FerryException(disproved(request.proof(), e), e);
        } catch (IOException | IllegalArgumentException e) {
            throw new FerryException(deadline.missed() ? slow(link.facts().route()) : hungUp(request.proof(), link.facts().route()), e);
        }
    }

    private static String reason(Race.Finished finished, List<Route> routes) {
        return finished.link().facts().route() + ", " + finished.link().facts().route().proximity() + ", first of " + routes.size()
                + (routes.size() == 1 ? " route" : " routes") + " to answer, after " + finished.millis() + " ms";
    }

    private static Problem noRoute(Dial request) {
        if (request.routes().isEmpty()) {
            return new Problem.NotFound("", "No address of the device is known. Check that Ferry runs there and that both devices are on the same network.");
        }
        String wanted = String.join(", ", request.routes().stream().map(Route::transport).distinct().sorted().toList());
        return new Problem.MissingPart("dev.ferry.transport." + request.routes().get(0).transport(),
                "The device is reachable over " + wanted + " only, and no such transport is running here. Start the bundle dev.ferry.transport."
                        + request.routes().get(0).transport() + ".");
    }

    /** The other side, or someone in between, failed a check of ours. */
    private static Problem disproved(Proof proof, AuthFailedException e) {
        if (e.reason() == AuthFailedException.Reason.NO_COMMON_VERSION) {
            return new Problem.ProtocolError("The two devices speak no common version of the protocol. Update the older one.");
        }
        if (proof instanceof Proof.Pinned pinned) {
            return new Problem.IdentityChanged(pinned.peer().display(), "The device at that address could not prove that it is " + pinned.peer().display()
                    + ": its key has changed, or someone is in between. Nothing was sent. If the device was set up anew, unpair it and pair again.");
        }
        if (proof instanceof Proof.Words) {
            return new Problem.EncryptionError("The other device broke the greeting (" + e.getMessage() + "). Nothing was sent. Try again; if it happens again, someone may be in between.");
        }
        return wrongCode();
    }

    /** The other side closed without saying why, as it must before authentication. */
    private static Problem hungUp(Proof proof, Route route) {
        if (proof instanceof Proof.Pinned pinned) {
            return new Problem.RelationshipError(pinned.peer().display(), "The device at " + route + " refused the connection: it does not know this device any more, "
                    + "blocks it, or another device has that address now. If you are sure it is the right one, pair again.");
        }
        if (proof instanceof Proof.Words) {
            return new Problem.NetworkError(true, "The device at " + route + " refused the connection. It may not accept offers right now: run ferry receive there.");
        }
        return wrongCode();
    }

    private static Problem wrongCode() {
        return new Problem.WrongCode("The code is wrong, has been used, or has expired. One wrong try uses a code up: ask for a new one and type it carefully.");
    }

    private static Problem slow(Route route) {
        return new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, Acceptor.GREETING,
                "The device at " + route + " accepted the connection and then did not answer. It may be overloaded, or something else listens there. Try again.");
    }
}
