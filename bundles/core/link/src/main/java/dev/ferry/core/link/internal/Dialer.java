package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.ProtocolException;
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
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Dials: links come from a {@link Race}; each is greeted in turn, so a code is never tried twice at once; the first that authenticates wins. */
final class Dialer {
    private static final int MOST_ROUTES = 16;
    private static final int MOST_TRIES = 4;
    private static final Logger LOG = LoggerFactory.getLogger(Dialer.class);
    /** Under the five links a second that a listener takes from one address. */
    private static final long PAUSE_MILLIS = 1_000;

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

    /** A link to a paired device that breaks off in its greeting is made again: that device may be starting, or the network unsteady. A secret is tried once. */
    Connection dial(Dial request) throws FerryException, InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                return once(request);
            } catch (BrokenOffException e) {
                if (tries == MOST_TRIES || !(request.proof() instanceof Proof.Pinned)) {
                    throw new FerryException(brokenOff(request.proof(), e.route), e);
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
        }
    }

    private Connection once(Dial request) throws FerryException, BrokenOffException, InterruptedException {
        List<Route> routes = request.routes().stream().distinct().filter(r -> transports.apply(r.transport()).isPresent()).limit(MOST_ROUTES).toList();
        if (routes.isEmpty()) {
            throw new FerryException(noRoute(request));
        }
        FerryException refused = null;
        BrokenOffException broken = null;
        try (Race race = new Race(routes, this::connector, io, nanos, request.timeout())) {
            while (true) {
                Optional<Race.Finished> finished = race.next();
                if (finished.isEmpty()) {
                    if (broken != null) {
                        throw broken;
                    }
                    throw refused != null ? refused : race.failure();
                }
                Link link = finished.get().link();
                try {
                    return greet(request, link, reason(finished.get(), routes));
                } catch (BrokenOffException e) {
                    link.close();
                    if (isSecret(request.proof())) {
                        throw e;
                    }
                    broken = e;
                } catch (FerryException e) {
                    link.close();
                    if (isSecret(request.proof()) && e.problem() instanceof Problem.WrongCode) {
                        throw e;
                    }
                    refused = e;
                }
            }
        }
    }

    /** Each greeting is one guess at it. */
    private static boolean isSecret(Proof proof) {
        return proof instanceof Proof.Code || proof instanceof Proof.WithTicket;
    }

    private Race.Connector connector(Route route) {
        return timeout -> transports.apply(route.transport())
                .orElseThrow(() -> new FerryException(new Problem.MissingPart("dev.ferry.transport." + route.transport(),
                        "The transport " + route.transport() + " has just been stopped.")))
                .connect(route, local.throwaways().fresh(), timeout);
    }

    private Connection greet(Dial request, Link link, String reason) throws FerryException, BrokenOffException {
        Deadline deadline = new Deadline(timer, link, Acceptor.GREETING);
        try (deadline) {
            return new ClientGreeting(local, link, request, nanos).run(reason);
        } catch (AuthFailedException e) {
            log(request.proof(), e);
            throw new FerryException(disproved(request.proof(), e), e);
        } catch (Wire.RefusedException | ProtocolException | IllegalArgumentException e) {
            log(request.proof(), e);
            throw new FerryException(hungUp(request.proof(), link.facts().route()), e);
        } catch (IOException e) {
            if (deadline.missed()) {
                throw new FerryException(slow(link.facts().route()), e);
            }
            throw new BrokenOffException(link.facts().route(), e);
        }
    }

    /** Which check it was that failed. Of strangers nothing is kept. */
    private static void log(Proof proof, Exception failed) {
        if (proof instanceof Proof.Pinned pinned) {
            LOG.info("Whoever answers for {} is not believed: {}", pinned.peer().display(), failed.getMessage());
        } else {
            LOG.debug("Whoever answers is not believed: {}", failed.getMessage());
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
            return new Problem.EncryptionError("The other device broke the greeting (" + e.reason().sentence() + "). Nothing was sent. Try again; if it happens again, someone may be in between.");
        }
        return wrongCode();
    }

    /** The link ended in the greeting, and nobody said that it was refused. */
    private static final class BrokenOffException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient Route route;

        BrokenOffException(Route route, IOException cause) {
            super(cause);
            this.route = route;
        }
    }

    /** Nobody said that it was refused. */
    private static Problem brokenOff(Proof proof, Route route) {
        if (proof instanceof Proof.Pinned pinned) {
            return new Problem.RelationshipError(pinned.peer().display(), "The device at " + route + " ended every connection before either side knew the other. Ferry there may be "
                    + "starting or stopping, or no security profile runs there for this device; the network may be unsteady. Try again.");
        }
        return new Problem.NetworkError(true, "The connection to the device at " + route + " broke off before either side knew the other. The network may be unsteady, "
                + "or Ferry there is just starting or stopping. Try again.");
    }

    /** The other side refused without saying why, as it must before authentication. */
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
