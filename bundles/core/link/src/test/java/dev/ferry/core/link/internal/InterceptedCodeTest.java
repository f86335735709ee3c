package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.CodeAuth;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.model.SecurityContext;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mallory between one who shows a code and one who types it, be it for pairing or for a drop. He knows the nameplate and all that was ever said, not the eight digits. */
class InterceptedCodeTest extends Intercepted {
    private static final ProtocolVersions ONE = ProtocolVersions.of(1);
    private static final byte[] NEUTRAL = new byte[32];

    /** An attack on a code, and whether it costs the code: it does where he has had his one guess. */
    private record OnCode(Attack attack, boolean burns) { }

    private static OnCode burning(String name, String client, String server, Script script) {
        return new OnCode(new Attack(name, client, server, script), true);
    }

    private static OnCode sparing(String name, String client, String server, Script script) {
        return new OnCode(new Attack(name, client, server, script), false);
    }

    private static byte[] guess() {
        return "00000000".getBytes(StandardCharsets.US_ASCII);
    }

    private static CodeAuth.Server asBen(Mallory m, AuthMethod method, Purpose purpose) {
        return new CodeAuth.Server(method, purpose, guess(), m.client.binding(), ONE, Device.RANDOM);
    }

    private static CodeAuth.Client asAnna(Mallory m, AuthMethod method, Purpose purpose) {
        return new CodeAuth.Client(method, purpose, guess(), m.server.binding(), ONE, Device.RANDOM);
    }

    @Test
    void withoutHimTheCodeWorks() throws Exception {
        Outcome outcome = honestly(dial(Purpose.PAIR, new Proof.Code(show(Purpose.PAIR).code())));
        assertThat(outcome.clientConnection().context()).isEqualTo(SecurityContext.CODE);
        assertThat(joined).hasSize(1);
    }

    @Test
    void nothingThatHeKnowsHelps() throws Exception {
        for (Purpose purpose : List.of(Purpose.PAIR, Purpose.COLLECT)) {
            Window earlier = show(purpose);
            Control[] old = recorded(earlier, purpose);
            earlier.close();
            for (OnCode each : List.of(
                    burning("he passes everything on", REFUSED, "WRONG_PROOF", m -> m.relay(AuthMethod.CODE)),
                    burning("he guesses", ENDED, "WRONG_PROOF", m -> {
                        CodeAuth.Client anna = asAnna(m, AuthMethod.CODE, purpose);
                        m.server.hello(AuthMethod.CODE, purpose, plate(), anna.hello(), 1);
                        m.server.step(anna.prove(ONE, m.server.hearStep()));
                    }),
                    sparing("he guesses towards Anna", "WRONG_PROOF", ENDED, m -> {
                        CodeAuth.Server ben = asBen(m, AuthMethod.CODE, purpose);
                        m.client.reply(ben.share(ONE, m.client.hearStep()), 1);
                        m.client.hearStep();
                        m.client.step(random(32));
                    }),
                    sparing("he sends Anna's own proof back as Ben's", "WRONG_PROOF", ENDED, m -> {
                        m.client.reply(asBen(m, AuthMethod.CODE, purpose).share(ONE, m.client.hearStep()), 1);
                        m.client.step(Arrays.copyOfRange(m.client.hearStep(), 32, 64));
                    }),
                    sparing("he sends Anna's nonce back", "ECHOED", ENDED, m -> {
                        byte[] share = random(64);
                        System.arraycopy(m.client.hearStep(), 0, share, 0, 32);
                        m.client.reply(share, 1);
                    }),
                    sparing("he sends Anna a share of low order", "WEAK_POINT", ENDED, m -> {
                        m.client.hearStep();
                        m.client.reply(Arrays.copyOf(random(32), 64), 1);
                    }),
                    burning("he sends Ben a share of low order", ENDED, "WEAK_POINT", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), random(32), 1);
                        m.server.hearStep();
                        m.server.step(Arrays.copyOf(NEUTRAL, 64));
                    }),
                    burning("he sends Ben's share back", ENDED, "ECHOED", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), random(32), 1);
                        m.server.step(Arrays.copyOf(Arrays.copyOfRange(m.server.hearStep(), 32, 64), 64));
                    }),
                    burning("he cuts the proof short", ENDED, "MALFORMED", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), random(32), 1);
                        m.server.hearStep();
                        m.server.step(random(63));
                    }),
                    sparing("he cuts the confirmation short", "MALFORMED", ENDED, m -> {
                        m.client.reply(asBen(m, AuthMethod.CODE, purpose).share(ONE, m.client.hearStep()), 1);
                        m.client.hearStep();
                        m.client.step(random(31));
                    }),
                    sparing("he leaves the confirmation out", OUT_OF_TURN, ENDED, m -> {
                        m.client.reply(asBen(m, AuthMethod.CODE, purpose).share(ONE, m.client.hearStep()), 1);
                        m.client.hearStep();
                        m.client.ready();
                    }),
                    sparing("he leaves the proof out", ENDED, OUT_OF_TURN, m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), random(32), 1);
                        m.server.hearStep();
                        m.server.ready();
                    }),
                    burning("he replays Anna of an earlier session, nonce and all", ENDED, "WRONG_PROOF", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), old[0].getHello().getStep().toByteArray(), 1);
                        m.server.hearStep();
                        m.server.say(old[2]);
                    }),
                    sparing("he replays Ben of an earlier session", "WRONG_PROOF", ENDED, m -> {
                        m.client.hearStep();
                        m.client.say(old[1]);
                        m.client.hearStep();
                        m.client.say(old[3]);
                    }),
                    sparing("he asks Ben for another purpose", REFUSED, "NO_SUCH_CODE", m -> {
                        m.server.hello(AuthMethod.CODE, purpose == Purpose.PAIR ? Purpose.COLLECT : Purpose.PAIR, plate(), m.client.hearStep(), 1);
                        m.client.say(m.server.hear());
                    }),
                    sparing("he asks Ben for another code", REFUSED, "NO_SUCH_CODE", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate() == 1 ? 2 : 1, m.client.hearStep(), 1);
                        m.client.say(m.server.hear());
                    }),
                    sparing("he makes a ticket of the code", REFUSED, "WRONG_PROOF", m -> {
                        m.server.hello(AuthMethod.TICKET, purpose, plate(), m.client.hearStep(), 1);
                        m.client.say(m.server.hear());
                        m.server.say(m.client.hear());
                        m.client.say(m.server.hear());
                    }),
                    sparing("he makes words of the code", "MALFORMED", "UNFIT_PURPOSE", m -> {
                        m.server.hello(AuthMethod.WORDS, purpose, 0, m.client.hearStep(), 1);
                        m.server.hear();
                        m.client.reply(random(32), 1);
                    }),
                    sparing("he makes a pair of the code", REFUSED, "UNFIT_PURPOSE", m -> {
                        m.server.hello(AuthMethod.PAIRED, purpose, plate(), m.client.hearStep(), 1);
                        m.client.say(m.server.hear());
                    }),
                    sparing("he offers Ben another version", REFUSED, "NO_COMMON_VERSION", m -> {
                        m.server.hello(AuthMethod.CODE, purpose, plate(), m.client.hearStep(), 2);
                        m.client.say(m.server.hear());
                    }),
                    sparing("he offers Anna another version", "NO_COMMON_VERSION", ENDED, m -> {
                        m.client.hearStep();
                        m.client.reply(random(64), 2);
                    }))) {
                Window window = show(purpose);
                burned.clear();
                assertStopped(each.attack(), dial(purpose, new Proof.Code(window.code())));
                assertThat(burned).as(each.attack().name()).hasSize(each.burns() ? 1 : 0);
                assertThat(windows.nameplates()).as(each.attack().name()).hasSize(each.burns() ? 0 : 1);
                window.close();
            }
        }
        assertLogged(42, 17);
    }

    /** Of a ticket he may know every byte but the secret: also those that say where to go. */
    @Test
    void aTicketThatLeadsToHimIsRefusedAndNotUsedUp() throws Exception {
        Window window = show(Purpose.DROP);
        Attack relay = new Attack("he passes everything on", REFUSED, "WRONG_PROOF", m -> m.relay(AuthMethod.TICKET));
        assertStopped(relay, dial(Purpose.DROP, new Proof.WithTicket(window.ticket())));
        assertThat(honestly(dial(Purpose.DROP, new Proof.WithTicket(window.ticket()))).clientConnection().context()).isEqualTo(SecurityContext.TICKET);
    }

    /** Whom he stops from speaking after Anna has proved that she knows the code has had the code for nothing: it is used up on one side and unproved on the other. */
    @Test
    void whenHeKeepsTheLastWordToHimselfNobodyIsPaired() throws Exception {
        Window window = show(Purpose.PAIR);
        Outcome outcome = intercept(dial(Purpose.PAIR, new Proof.Code(window.code())), m -> {
            m.server.say(m.client.hear());
            m.client.say(m.server.hear());
            m.server.say(m.client.hear());
        });
        assertThat(reason(outcome.client())).isEqualTo(ENDED);
        assertThat(((AuthFailedException) outcome.server()).reason()).isEqualTo(AuthFailedException.Reason.WRONG_PROOF);
    }

    private int plate() {
        return windows.nameplates().get(0);
    }

    /** All four steps of a greeting with a code that is used up: what both said, as either could have kept it. */
    private Control[] recorded(Window window, Purpose purpose) throws Exception {
        Control[] said = new Control[4];
        byte[] secret = window.code().secret();
        intercept(dial(purpose, new Proof.Code(window.code())), m -> {
            CodeAuth.Server ben = new CodeAuth.Server(AuthMethod.CODE, purpose, secret, m.client.binding(), ONE, Device.RANDOM);
            said[0] = m.client.hear();
            byte[] share = ben.share(ONE, said[0].getHello().getStep().toByteArray());
            said[1] = reply(share);
            m.client.say(said[1]);
            said[2] = m.client.hear();
            said[3] = step(ben.confirm(said[2].getAuth().getStep().toByteArray()));
        });
        return said;
    }

    private static Control reply(byte[] step) {
        return Control.newBuilder().setHelloReply(dev.ferry.core.protocol.wire.HelloReply.newBuilder().addVersions(1).setStep(com.google.protobuf.ByteString.copyFrom(step))).build();
    }

    private static Control step(byte[] step) {
        return Control.newBuilder().setAuth(dev.ferry.core.protocol.wire.AuthStep.newBuilder().setStep(com.google.protobuf.ByteString.copyFrom(step))).build();
    }
}
