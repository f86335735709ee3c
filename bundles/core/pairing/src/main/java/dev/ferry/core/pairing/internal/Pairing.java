package dev.ferry.core.pairing.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.PairingService;
import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.link.Proof;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.model.Capabilities;
import dev.ferry.model.ConnectionStatus;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.DeviceRelationship.Paired;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.TrustLevel;
import dev.ferry.spi.policy.PolicyQuestion;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** {@link PairingService}: shows codes, joins codes, stores what was proved. */
final class Pairing implements PairingService {
    /** security.md, "Pairing". */
    private static final Duration CODE_LIFE = Duration.ofSeconds(180);
    private static final Duration FIND = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofSeconds(15);

    /** What pairing stands on. */
    record Setup(DeviceIdentity self, TrustStore trust, Links links, Targets targets, Policy policy, EventPublisher events, ExecutorService io, InstantSource clock) { }

    private final Setup setup;
    private final Burned burned = new Burned(System::nanoTime);
    private final Exchange.Keeper keeper = new Exchange.Keeper() {
        @Override
        public void keep(DeviceId id, byte[] publicKey, String name, byte[] secret) throws FerryException {
            store(id, publicKey, name, secret);
        }

        @Override
        public void forget(DeviceId id) {
            undo(id);
        }
    };

    Pairing(Setup setup) {
        this.setup = setup;
    }

    @Override
    public Showing show() throws FerryException {
        burned.check();
        CompletableFuture<Paired> result = new CompletableFuture<>();
        Links.Window window = setup.links.open(new WindowRequest(Purpose.PAIR, "", CODE_LIFE, connection -> finish(connection, result), e -> {
            if (e.problem() instanceof Problem.WrongCode) {
                burned.burned();
            }
            result.completeExceptionally(e);
        }));
        return new Shown(window, result);
    }

    @Override
    public CompletionStage<Paired> join(String code) {
        Joining joining = new Joining();
        joining.task = setup.io.submit(() -> {
            try {
                join(Codes.parse(code, setup.clock), joining);
            } catch (FerryException e) {
                joining.completeExceptionally(e);
            } catch (InterruptedException e) {
                joining.cancel(true);
            } catch (RuntimeException e) {
                joining.completeExceptionally(new FerryException(new Problem.InternalError("Pairing failed by a fault of Ferry: " + e.getClass().getSimpleName() + "."), e));
            }
        });
        return joining;
    }

    private void join(Proof proof, CompletableFuture<Paired> result) throws FerryException, InterruptedException {
        try {
            finish(proof instanceof Proof.WithTicket ticket ? dial(ticket)
                    : dial(proof, setup.targets.awaitNameplate(((Proof.Code) proof).code().nameplate(), FIND)), result);
        } finally {
            Codes.close(proof);
        }
    }

    private Connection dial(Proof proof, List<Route> routes) throws FerryException, InterruptedException {
        return setup.links.dial(new Dial(Purpose.PAIR, proof, routes, "", CONNECT));
    }

    /** The addresses in a ticket are those of its hour and network; its issuer may also be found where only holders of the ticket look. */
    private Connection dial(Proof.WithTicket proof) throws FerryException, InterruptedException {
        try (Targets.Seeking issuer = setup.targets.seekIssuer(proof.ticket())) {
            List<Route> addresses = issuer.addresses();
            if (!addresses.isEmpty()) {
                try {
                    return dial(proof, addresses);
                } catch (FerryException e) {
                    if (!issuer.elsewhere() || !(e.problem() instanceof Problem.NetworkError)) {
                        throw e;
                    }
                }
            }
            return dial(proof, setup.targets.awaitNameplate(proof.ticket().nameplate(), FIND));
        }
    }

    private void finish(Connection connection, CompletableFuture<Paired> result) {
        try (connection) {
            DeviceId id = new Exchange(connection, setup.self, keeper).run();
            Pair pair = setup.trust.pair(id).orElseThrow(() -> new FerryException(new Problem.RelationshipError(id.display(), "The new pair was removed at once.")));
            if (connection.initiator()) {
                setup.targets.reached(id, connection.facts().route());
            }
            setup.events.publish(new FerryEvent.TrustChanged(setup.clock.instant(), id, "paired"));
            result.complete(paired(pair));
        } catch (AuthFailedException e) {
            result.completeExceptionally(new FerryException(new Problem.EncryptionError("The other device could not prove its identity (" + e.getMessage()
                    + "), so nothing was stored. Try again with a new code; if it happens again, someone may be in between."), e));
        } catch (IOException e) {
            result.completeExceptionally(new FerryException(new Problem.NetworkError(true,
                    "The connection broke before both devices had stored the pair, so neither keeps it. Show a new code and try again."), e));
        } catch (FerryException e) {
            result.completeExceptionally(e);
        }
    }

    private void store(DeviceId id, byte[] publicKey, String name, byte[] secret) throws FerryException {
        DeviceRelationship subject = setup.trust.blocked(id).<DeviceRelationship>map(b -> b)
                .orElseGet(() -> new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, SecurityContext.CODE));
        Optional<Problem> refusal = setup.policy.refusal(new PolicyQuestion(subject, SecurityContext.CODE, Operation.PAIR, OptionalLong.empty()));
        if (refusal.isPresent()) {
            throw new FerryException(refusal.get());
        }
        // A device that is paired anew keeps what its owner granted, unless it had to be confirmed: this confirms it.
        TrustLevel level = setup.trust.pair(id).map(Pair::trust).filter(t -> t != TrustLevel.UNVERIFIED).orElse(TrustLevel.VERIFIED);
        setup.trust.add(new Pair(id, publicKey, name, level, setup.clock.instant().truncatedTo(ChronoUnit.MILLIS)), secret);
    }

    private void undo(DeviceId id) {
        try {
            setup.trust.remove(id);
        } catch (FerryException e) {
            setup.events.publish(new FerryEvent.Notice(setup.clock.instant(), "pair-left", "Pairing was broken off, and the half-made pair could not be removed: " + e.getMessage()
                    + " Remove it by hand: ferry unpair " + id.display()));
        }
    }

    private static Paired paired(Pair pair) {
        return new Paired(pair.id(), pair.name(), pair.trust(), new ConnectionStatus.Offline(Optional.empty(), Optional.empty()), Capabilities.NONE);
    }

    /** Cancelling it ends the attempt. */
    private static final class Joining extends CompletableFuture<Paired> {
        private volatile Future<?> task;

        @Override
        public boolean cancel(boolean mayInterruptIfRunning) {
            boolean cancelled = super.cancel(mayInterruptIfRunning);
            Future<?> running = task;
            if (cancelled && running != null) {
                running.cancel(true);
            }
            return cancelled;
        }
    }

    private record Shown(Links.Window window, String code, String ticket, CompletableFuture<Paired> result) implements Showing {
        Shown(Links.Window window, CompletableFuture<Paired> result) {
            this(window, new String(window.code().display()), new String(window.ticket().text()), result);
        }

        @Override
        public Instant expires() {
            return window.expires();
        }

        @Override
        public void close() {
            window.close();
            result.cancel(false);
        }

        @Override
        public String toString() {
            return "Showing until " + expires();
        }
    }
}
