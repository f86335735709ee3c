package dev.ferry.core.link.internal;

import com.google.protobuf.ByteString;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.link.internal.AuthenticatedConnection.Greeted;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Binding;
import dev.ferry.core.protocol.crypto.CheckWords;
import dev.ferry.core.protocol.crypto.CodeAuth;
import dev.ferry.core.protocol.crypto.LinkKeys;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.PairedAuth;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.core.protocol.wire.Hello;
import dev.ferry.core.protocol.wire.HelloReply;
import dev.ferry.core.protocol.wire.Ready;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** The dialling side of a greeting. One object, one link. */
final class ClientGreeting {
    private final Local local;
    private final Link link;
    private final Dial dial;
    private final Wire wire;
    private final Binding binding;
    private final LongSupplier nanos;
    private long shortest = Long.MAX_VALUE;

    ClientGreeting(Local local, Link link, Dial dial, LongSupplier nanos) {
        this.nanos = nanos;
        this.local = local;
        this.link = link;
        this.dial = dial;
        this.wire = new Wire(link);
        LinkFacts facts = link.facts();
        this.binding = Binding.of(facts.localCertificate(), facts.peerCertificate());
    }

    /** What the method found out. */
    private record Proved(SecurityContext context, Optional<DeviceId> peer, List<String> words, LinkKeys keys) { }

    /** Speaks until Ready. Whoever gets an exception closes the link. */
    AuthenticatedConnection run(String routeReason) throws IOException, AuthFailedException, FerryException {
        Proved proved = proved();
        try {
            wire.send(local.ready(dial.label()));
            Ready ready = wire.ready();
            wire.begin(dial.purpose());
            return new AuthenticatedConnection(link, wire, new Greeted(dial.purpose(), proved.context, proved.peer, Local.label(ready),
                    Local.common(ready), Local.kind(ready), proved.words, proved.keys, Optional.of(roundTrip())), routeReason);
        } catch (IOException e) {
            proved.keys.close();
            throw e;
        }
    }

    /** An answer takes the time of the other device besides, which has just started, or is busy. */
    private Duration roundTrip() {
        Duration answer = Duration.ofNanos(shortest);
        return link.roundTrip().filter(measured -> measured.compareTo(answer) < 0).orElse(answer);
    }

    private Proved proved() throws IOException, AuthFailedException, FerryException {
        try {
            return prove();
        } catch (AuthFailedException e) {
            throw e.in(wire.place());
        }
    }

    private Proved prove() throws IOException, AuthFailedException, FerryException {
        if (dial.proof() instanceof Proof.Pinned pinned) {
            return paired(pinned.peer());
        }
        if (dial.proof() instanceof Proof.Code code) {
            return code(AuthMethod.CODE, SecurityContext.CODE, code.code().nameplate(), code.code().secret());
        }
        if (dial.proof() instanceof Proof.WithTicket ticket) {
            return code(AuthMethod.TICKET, SecurityContext.TICKET, ticket.ticket().nameplate(), ticket.ticket().secret());
        }
        return words();
    }

    private Proved paired(DeviceId peer) throws IOException, AuthFailedException, FerryException {
        Pair pair = local.trust().pair(peer).orElseThrow(() -> notPaired(peer));
        try (PairKeys keys = local.trust().withSecret(peer, PairKeys::of).orElseThrow(() -> notPaired(peer))) {
            PairedAuth.Client auth = new PairedAuth.Client(dial.purpose(), local.identity(), new PairedAuth.Peer(pair.publicKey(), keys), binding, Local.VERSIONS,
                    local.random());
            HelloReply reply = greet(AuthMethod.PAIRED, 0, auth.hello());
            return new Proved(SecurityContext.PINNED, Optional.of(peer), List.of(), auth.finish(answer(auth.prove(versions(reply), reply.getStep().toByteArray()))));
        }
    }

    private Proved code(AuthMethod method, SecurityContext context, int nameplate, byte[] secret) throws IOException, AuthFailedException {
        try (CodeAuth.Client auth = new CodeAuth.Client(method, dial.purpose(), secret, binding, Local.VERSIONS, local.random())) {
            HelloReply reply = greet(method, nameplate, auth.hello());
            return new Proved(context, Optional.empty(), List.of(), auth.finish(answer(auth.prove(versions(reply), reply.getStep().toByteArray()))));
        } finally {
            Wipe.bytes(secret);
        }
    }

    private Proved words() throws IOException, AuthFailedException {
        CheckWords.Client auth = new CheckWords.Client(dial.purpose(), binding, Local.VERSIONS, local.random());
        HelloReply reply = greet(AuthMethod.WORDS, 0, auth.commit());
        wire.sendStep(auth.open(versions(reply), reply.getStep().toByteArray()));
        CheckWords.Result result = auth.result();
        return new Proved(SecurityContext.WORDS, Optional.empty(), result.words(), result.keys());
    }

    private HelloReply greet(AuthMethod method, int nameplate, byte[] step) throws IOException {
        wire.by(method);
        long sent = nanos.getAsLong();
        wire.send(Hello.newBuilder().addAllVersions(Local.VERSIONS.versions()).setMethod(method.number()).setPurpose(dial.purpose().number())
                .setNameplate(nameplate).setStep(ByteString.copyFrom(step)).build());
        HelloReply reply = wire.helloReply();
        shortest = Math.min(shortest, nanos.getAsLong() - sent);
        return reply;
    }

    private byte[] answer(byte[] step) throws IOException {
        long sent = nanos.getAsLong();
        wire.sendStep(step);
        byte[] answer = wire.step();
        shortest = Math.min(shortest, nanos.getAsLong() - sent);
        return answer;
    }

    private static ProtocolVersions versions(HelloReply reply) throws AuthFailedException {
        return ServerGreeting.offer(reply.getVersionsList());
    }

    private static FerryException notPaired(DeviceId peer) {
        return new FerryException(new Problem.RelationshipError(peer.display(),
                "This device is not paired with " + peer.display() + " any more. Pair again: ferry pair."));
    }
}
