package dev.ferry.core.link.internal;

import com.google.protobuf.ByteString;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.link.internal.AuthenticatedConnection.Greeted;
import dev.ferry.core.link.internal.Windows.Seat;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Binding;
import dev.ferry.core.protocol.crypto.CheckWords;
import dev.ferry.core.protocol.crypto.CodeAuth;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.PairedAuth;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.HelloReply;
import dev.ferry.core.protocol.wire.Ready;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The accepting side of a greeting. One object, one link. */
final class ServerGreeting {
    private final Local local;
    private final Link link;
    private final Windows windows;
    private final Function<DeviceId, Optional<Problem>> connectRefusal;
    private final Wire wire;
    private final Binding binding;

    /** {@code connectRefusal}: policy's word on a paired device; one that may not connect looks like a stranger. */
    ServerGreeting(Local local, Link link, Windows windows, Function<DeviceId, Optional<Problem>> connectRefusal) {
        this.local = local;
        this.link = link;
        this.windows = windows;
        this.connectRefusal = connectRefusal;
        this.wire = new Wire(link);
        LinkFacts facts = link.facts();
        this.binding = Binding.of(facts.peerCertificate(), facts.localCertificate());
    }

    /** Who came, and the seat it took where it came for a shown code. */
    record Accepted(AuthenticatedConnection connection, Optional<Seat> seat) { }

    private record Proved(SecurityContext context, Optional<DeviceId> peer, List<String> words, LinkKeys keys) { }

    /** Speaks until Ready. Whoever gets an exception closes the link; the peer has been told nothing but the generic goodbye, or nothing where it shall try again. */
    Accepted run() throws IOException, AuthFailedException {
        try {
            Hello hello = wire.hello();
            Purpose purpose = Purpose.of(hello.getPurpose()).orElseThrow(ServerGreeting::malformed);
            AuthMethod method = AuthMethod.of(hello.getMethod()).orElseThrow(ServerGreeting::malformed);
            wire.by(method);
            return switch (method) {
                case PAIRED -> accept(paired(hello, purpose), purpose, "", Optional.empty());
                case WORDS -> accept(words(hello, purpose), purpose, "", Optional.empty());
                case CODE, TICKET -> code(hello, method, purpose);
            };
        } catch (UndecidedException e) {
            throw e;
        } catch (AuthFailedException e) {
            wire.goodbye(Wire.GENERIC);
            throw e.in(wire.place());
        } catch (IOException e) {
            wire.goodbye(Wire.GENERIC);
            throw e;
        }
    }

    private Accepted code(Hello hello, AuthMethod method, Purpose purpose) throws IOException, AuthFailedException {
        Seat seat = windows.sit(hello.getNameplate(), purpose).orElseThrow(() -> new AuthFailedException(AuthFailedException.Reason.NO_SUCH_CODE));
        byte[] secret = seat.secret(method);
        boolean spent = false;
        boolean confirmed = false;
        try (CodeAuth.Server auth = new CodeAuth.Server(method, purpose, secret, binding, Local.VERSIONS, local.random())) {
            try {
                reply(auth.share(offer(hello.getVersionsList()), hello.getStep().toByteArray()));
                byte[] confirmation = auth.confirm(wire.step());
                wire.sendStep(confirmation);
                confirmed = true;
            } finally {
                spent = auth.spent();
            }
            SecurityContext context = method == AuthMethod.CODE ? SecurityContext.CODE : SecurityContext.TICKET;
            return accept(new Proved(context, Optional.empty(), List.of(), auth.keys()), purpose, seat.label(), Optional.of(seat));
        } finally {
            Wipe.bytes(secret);
            if (!confirmed) {
                // A ticket's 128 bits cannot be guessed: a failed try of one is no reason to burn the code.
                seat.leave(spent && method == AuthMethod.CODE);
            }
        }
    }

    private Proved paired(Hello hello, Purpose purpose) throws IOException, AuthFailedException {
        if (!purpose.ofPairs()) {
            throw new AuthFailedException(AuthFailedException.Reason.UNFIT_PURPOSE);
        }
        List<PairKeys> keys = new ArrayList<>();
        List<PairedAuth.Peer> peers = new ArrayList<>();
        boolean undecided = false;
        try {
            for (Pair pair : local.trust().pairs()) {
                Optional<Problem> refusal = connectRefusal.apply(pair.id());
                undecided |= refusal.filter(Problem.MissingPart.class::isInstance).isPresent();
                if (refusal.isEmpty()) {
                    local.trust().withSecret(pair.id(), PairKeys::of).ifPresent(k -> {
                        keys.add(k);
                        peers.add(new PairedAuth.Peer(pair.publicKey(), k));
                    });
                }
            }
            PairedAuth.Server auth = new PairedAuth.Server(purpose, local.identity(), peers, binding, Local.VERSIONS, local.random());
            reply(auth.challenge(offer(hello.getVersionsList()), hello.getStep().toByteArray()));
            wire.sendStep(auth.confirm(wire.step()));
            return new Proved(SecurityContext.PINNED, Optional.of(DeviceId.ofPublicKey(auth.peer().publicKey())), List.of(), auth.keys());
        } catch (AuthFailedException e) {
            if (undecided && e.reason() == AuthFailedException.Reason.UNKNOWN_PEER) {
                throw new UndecidedException(e);
            }
            throw e;
        } finally {
            keys.forEach(PairKeys::close);
        }
    }

    private Proved words(Hello hello, Purpose purpose) throws IOException, AuthFailedException {
        if (purpose != Purpose.DROP) {
            throw new AuthFailedException(AuthFailedException.Reason.UNFIT_PURPOSE);
        }
        CheckWords.Server auth = new CheckWords.Server(purpose, binding, Local.VERSIONS, local.random());
        reply(auth.answer(offer(hello.getVersionsList()), hello.getStep().toByteArray()));
        CheckWords.Result result = auth.verify(wire.step());
        return new Proved(SecurityContext.WORDS, Optional.empty(), result.words(), result.keys());
    }

    private Accepted accept(Proved proved, Purpose purpose, String label, Optional<Seat> seat) throws IOException {
        try {
            // A paired device may know the name; a stranger learns what the window says and nothing else.
            wire.send(local.ready(proved.peer.isPresent() ? local.identity().name() : label));
            Ready ready = wire.ready();
            wire.begin(purpose);
            return new Accepted(new AuthenticatedConnection(link, wire, new Greeted(purpose, proved.context, proved.peer, Local.label(ready),
                    Local.common(ready), Local.kind(ready), proved.words, proved.keys, Optional.empty()), "it dialled this device over " + link.facts().route()), seat);
        } catch (IOException e) {
            proved.keys.close();
            seat.ifPresent(s -> s.leave(true));
            throw e;
        }
    }

    private void reply(byte[] step) throws IOException {
        wire.send(HelloReply.newBuilder().addAllVersions(Local.VERSIONS.versions()).setStep(ByteString.copyFrom(step)).build());
    }

    static ProtocolVersions offer(List<Integer> versions) throws AuthFailedException {
        try {
            return new ProtocolVersions(versions);
        } catch (IllegalArgumentException e) {
            throw malformed();
        }
    }

    private static AuthFailedException malformed() {
        return new AuthFailedException(AuthFailedException.Reason.MALFORMED);
    }

    /** It may be a pair whose security profile is not here yet, as in a device that is starting. */
    static final class UndecidedException extends IOException {
        private static final long serialVersionUID = 1L;

        UndecidedException(AuthFailedException cause) {
            super("Nobody here knows it, and of some pairs nobody can say whether they may connect", cause);
        }
    }
}
