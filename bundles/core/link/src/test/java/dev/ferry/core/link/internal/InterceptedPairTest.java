package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.PairedAuth;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.crypto.SigningKey;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mallory between two paired devices. He has their certificates, whatever they ever said to him, and at worst the secret of their pair, but never their keys. */
class InterceptedPairTest extends Intercepted {
    private static final ProtocolVersions ONE = ProtocolVersions.of(1);
    private static final byte[] NO_SIGNATURE = new byte[64];

    private Dial call() {
        return dial(Purpose.SESSION, new Proof.Pinned(ben.id()));
    }

    /** As one who says that his key is theirs and signs with what he has. */
    private record Impostor(byte[] publicKey, SigningKey hand) implements SigningKey {
        @Override
        public byte[] sign(byte[] message) {
            return hand.sign(message);
        }
    }

    private SigningKey as(Device victim) {
        return new Impostor(victim.publicKey(), Ed25519Keys.generate(Device.RANDOM));
    }

    private PairKeys stolenSecret() {
        return anna.withSecret(ben.id(), PairKeys::of).orElseThrow();
    }

    private PairedAuth.Server asBen(Mallory mallory) {
        return new PairedAuth.Server(Purpose.SESSION, as(ben), List.of(new PairedAuth.Peer(anna.publicKey(), stolenSecret())), mallory.client.binding(), ONE, Device.RANDOM);
    }

    private PairedAuth.Client asAnna(Mallory mallory) {
        return new PairedAuth.Client(Purpose.SESSION, as(anna), new PairedAuth.Peer(ben.publicKey(), stolenSecret()), mallory.server.binding(), ONE, Device.RANDOM);
    }

    @Test
    void withoutHimTheyFindEachOther() throws Exception {
        Outcome outcome = honestly(call());
        assertThat(outcome.serverConnection().peer()).contains(anna.id());
        assertThat(outcome.clientConnection().facts().protocol()).isEqualTo("TLSv1.3");
    }

    @Test
    void nothingThatHeKnowsHelps() throws Exception {
        List<Control> older = recorded();
        for (Attack attack : List.of(
                new Attack("he passes everything on", REFUSED, "UNKNOWN_PEER", m -> m.relay(AuthMethod.PAIRED)),
                new Attack("he answers for Ben with random bytes", "WRONG_PROOF", ENDED, m -> {
                    m.client.hearStep();
                    m.client.reply(random(64), 1);
                }),
                new Attack("he sends Anna her own nonce back", "ECHOED", ENDED, m -> m.client.reply(Arrays.copyOf(Arrays.copyOf(m.client.hearStep(), 32), 64), 1)),
                new Attack("he sends Anna her own message back", OUT_OF_TURN, ENDED, m -> m.client.say(m.client.hear())),
                new Attack("he cuts a byte off the answer", "MALFORMED", ENDED, m -> {
                    m.client.hearStep();
                    m.client.reply(random(63), 1);
                }),
                new Attack("he says ready in Ben's place", OUT_OF_TURN, ENDED, m -> {
                    m.client.hearStep();
                    m.client.ready();
                }),
                new Attack("he offers Anna another version", "NO_COMMON_VERSION", ENDED, m -> {
                    m.client.hearStep();
                    m.client.reply(random(64), 2);
                }),
                new Attack("he offers Ben another version", ENDED, "NO_COMMON_VERSION", m -> m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, random(48), 2)),
                new Attack("he asks Ben for what needs no pair", "MALFORMED", "UNFIT_PURPOSE", m -> {
                    m.client.hearStep();
                    m.server.hello(AuthMethod.WORDS, Purpose.SESSION, 0, random(32), 1);
                    m.client.reply(random(32), 1);
                }),
                new Attack("he asks Ben, as a pair, for a drop", REFUSED, "UNFIT_PURPOSE", m -> {
                    m.server.hello(AuthMethod.PAIRED, Purpose.DROP, 0, m.client.hearStep(), 1);
                    m.client.say(m.server.hear());
                }),
                new Attack("he skips to the proof", ENDED, OUT_OF_TURN, m -> m.server.step(random(96))),
                new Attack("he skips to the end", ENDED, OUT_OF_TURN, m -> m.server.ready()),
                new Attack("he replays Anna's hello of an earlier session", ENDED, "UNKNOWN_PEER", m -> m.server.say(older.get(0))),
                new Attack("he replays Ben's answer of an earlier session", "WRONG_PROOF", ENDED, m -> {
                    m.client.hearStep();
                    m.client.say(older.get(1));
                }))) {
            assertStopped(attack, call());
        }
        assertLogged(14, 12);
    }

    @Test
    void norDoesTheSecretOfThePairWithoutAKey() throws Exception {
        for (Attack attack : List.of(
                new Attack("he signs for Ben", "BAD_SIGNATURE", ENDED, m -> {
                    PairedAuth.Server ben = asBen(m);
                    m.client.reply(ben.challenge(ONE, m.client.hearStep()), 1);
                    m.client.step(ben.confirm(m.client.hearStep()));
                }),
                new Attack("he signs for Ben with nothing", "BAD_SIGNATURE", ENDED, m -> {
                    m.client.reply(asBen(m).challenge(ONE, m.client.hearStep()), 1);
                    m.client.hearStep();
                    m.client.step(NO_SIGNATURE);
                }),
                new Attack("he signs for Ben with what Anna signed", "BAD_SIGNATURE", ENDED, m -> {
                    m.client.reply(asBen(m).challenge(ONE, m.client.hearStep()), 1);
                    byte[] proof = m.client.hearStep();
                    m.client.step(Arrays.copyOfRange(proof, 32, 96));
                }),
                new Attack("he cuts the last signature short", "MALFORMED", ENDED, m -> {
                    PairedAuth.Server ben = asBen(m);
                    m.client.reply(ben.challenge(ONE, m.client.hearStep()), 1);
                    m.client.step(Arrays.copyOf(ben.confirm(m.client.hearStep()), 63));
                }),
                new Attack("he answers for Ben as on another connection beside a session", "WRONG_PROOF", ENDED, m -> {
                    PairedAuth.Server ben = new PairedAuth.Server(Purpose.SUBFLOW, as(this.ben), List.of(new PairedAuth.Peer(anna.publicKey(), stolenSecret())),
                            m.client.binding(), ONE, Device.RANDOM);
                    m.client.reply(ben.challenge(ONE, m.client.hearStep()), 1);
                }),
                new Attack("he leaves the last signature out", OUT_OF_TURN, ENDED, m -> {
                    m.client.reply(asBen(m).challenge(ONE, m.client.hearStep()), 1);
                    m.client.hearStep();
                    m.client.ready();
                }),
                new Attack("he signs for Anna", ENDED, "BAD_SIGNATURE", m -> {
                    PairedAuth.Client anna = asAnna(m);
                    m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, anna.hello(), 1);
                    m.server.step(anna.prove(ONE, m.server.hearStep()));
                }),
                new Attack("he takes Anna's signature from the link on which he is Ben", REFUSED, "BAD_SIGNATURE", m -> {
                    PairedAuth.Client anna = asAnna(m);
                    m.client.reply(asBen(m).challenge(ONE, m.client.hearStep()), 1);
                    m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, anna.hello(), 1);
                    byte[] proof = anna.prove(ONE, m.server.hearStep());
                    System.arraycopy(m.client.hearStep(), 32, proof, 32, 64);
                    m.server.step(proof);
                    m.client.say(m.server.hear());
                }),
                new Attack("he turns Ben's MAC into Anna's", ENDED, "WRONG_PROOF", m -> {
                    PairedAuth.Client anna = asAnna(m);
                    m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, anna.hello(), 1);
                    byte[] challenge = m.server.hearStep();
                    byte[] proof = anna.prove(ONE, challenge);
                    System.arraycopy(challenge, 32, proof, 0, 32);
                    m.server.step(proof);
                }))) {
            assertStopped(attack, call());
        }
        assertLogged(9, 6);
    }

    /** On one TLS link from end to end, which he only leads elsewhere. */
    @Test
    void aCallThatIsLedBackToItsCallerEnds() throws Exception {
        Outcome outcome = honestly(call(), anna);
        assertThat(reason(outcome.client())).isEqualTo("WRONG_PROOF");
        assertThat(reason(outcome.server())).isEqualTo(ENDED);
    }

    /** An earlier session of theirs, as one of them could have kept it: step by step on a link of its own. */
    private List<Control> recorded() throws Exception {
        Mallory[] kept = new Mallory[1];
        intercept(call(), m -> {
            kept[0] = m;
            PairedAuth.Server ben = asBen(m);
            m.client.reply(ben.challenge(ONE, m.client.hearStep()), 1);
        });
        Control hello = kept[0].client.heard.get(0);
        assertThat(hello.getOfCase()).isEqualTo(OfCase.HELLO);
        Control[] reply = new Control[1];
        intercept(call(), m -> {
            PairedAuth.Client anna = asAnna(m);
            m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, anna.hello(), 1);
            reply[0] = m.server.hear();
        });
        return List.of(hello, reply[0]);
    }
}
