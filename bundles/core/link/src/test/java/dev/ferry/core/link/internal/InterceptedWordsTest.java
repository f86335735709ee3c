package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.link.Links.Dial;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.AuthMethod;
import dev.ferry.core.protocol.crypto.CheckWords;
import dev.ferry.core.protocol.crypto.CodeFormatException;
import dev.ferry.core.protocol.crypto.PairingCode;
import dev.ferry.core.protocol.crypto.ProtocolVersions;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.SecurityContext;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Mallory between two strangers, who have nothing but four words to compare. */
class InterceptedWordsTest extends Intercepted {
    private static final ProtocolVersions ONE = ProtocolVersions.of(1);

    private static Dial drop() {
        return dial(Purpose.DROP, new Proof.Words());
    }

    private static CheckWords.Server asBen(Mallory m) {
        return new CheckWords.Server(Purpose.DROP, m.client.binding(), ONE, Device.RANDOM);
    }

    private static CheckWords.Client asAnna(Mallory m) {
        return new CheckWords.Client(Purpose.DROP, m.server.binding(), ONE, Device.RANDOM);
    }

    @Test
    void whatHeChangesIsNoticedBeforeThereAreWords() throws Exception {
        show(Purpose.DROP);
        for (Attack attack : List.of(
                new Attack("he shows another value than he committed to", ENDED, "COMMITMENT_BROKEN", m -> {
                    m.server.hello(AuthMethod.WORDS, Purpose.DROP, 0, asAnna(m).commit(), 1);
                    m.server.hear();
                    m.server.step(random(32));
                }),
                new Attack("he commits to Ben's value", ENDED, "ECHOED", m -> {
                    m.server.hello(AuthMethod.WORDS, Purpose.DROP, 0, random(32), 1);
                    m.server.step(m.server.hearStep());
                }),
                new Attack("he cuts the value short", ENDED, "MALFORMED", m -> {
                    m.server.hello(AuthMethod.WORDS, Purpose.DROP, 0, asAnna(m).commit(), 1);
                    m.server.hear();
                    m.server.step(random(31));
                }),
                new Attack("he shows no value", ENDED, OUT_OF_TURN, m -> {
                    m.server.hello(AuthMethod.WORDS, Purpose.DROP, 0, asAnna(m).commit(), 1);
                    m.server.hear();
                    m.server.ready();
                }),
                new Attack("he sends Anna's commitment back", "ECHOED", ENDED, m -> m.client.reply(m.client.hearStep(), 1)),
                new Attack("he says ready before there are words", OUT_OF_TURN, ENDED, m -> {
                    m.client.hear();
                    m.client.ready();
                }),
                new Attack("he makes a pairing of the drop", REFUSED, "UNFIT_PURPOSE", m -> {
                    m.server.hello(AuthMethod.WORDS, Purpose.PAIR, 0, m.client.hearStep(), 1);
                    m.client.say(m.server.hear());
                }),
                new Attack("he makes a code of the words", REFUSED, "MALFORMED", m -> {
                    m.server.hello(AuthMethod.CODE, Purpose.DROP, windows.nameplates().get(0), m.client.hearStep(), 1);
                    m.server.hear();
                    m.client.reply(random(32), 1);
                    m.server.say(m.client.hear());
                    m.client.say(m.server.hear());
                }),
                new Attack("he makes a pair's session of the drop", REFUSED, "MALFORMED", m -> {
                    m.server.hello(AuthMethod.PAIRED, Purpose.SESSION, 0, m.client.hearStep(), 1);
                    m.client.say(m.server.hear());
                }),
                new Attack("he offers Anna another version", "NO_COMMON_VERSION", ENDED, m -> {
                    m.client.hear();
                    m.client.reply(random(32), 2);
                }))) {
            assertStopped(attack, drop());
            if (windows.nameplates().isEmpty()) {
                show(Purpose.DROP);
            }
        }
        assertLogged(10, 10);
    }

    /** The dialling side opens before it can know; what it believes then is a connection that the other side has ended. */
    @Test
    void aCommitmentPassedOnIsWorthlessOnHisOwnLink() throws Exception {
        Outcome outcome = intercept(drop(), m -> m.relay(AuthMethod.WORDS));
        assertThat(reason(outcome.server())).isEqualTo("COMMITMENT_BROKEN");
        assertThat(reason(outcome.client())).isEqualTo(REFUSED);
    }

    /** Nothing but people's eyes can find that out, and they have something to find. */
    @Test
    void asAStrangerToBothHeCausesDifferentWords() throws Exception {
        for (int i = 0; i < 20; i++) {
            Outcome outcome = intercept(drop(), m -> {
                CheckWords.Server ben = asBen(m);
                CheckWords.Client anna = asAnna(m);
                byte[] commitment = m.client.hearStep();
                m.server.hello(AuthMethod.WORDS, Purpose.DROP, 0, anna.commit(), 1);
                byte[] bens = m.server.hearStep();
                m.client.reply(ben.answer(ONE, commitment), 1);
                ben.verify(m.client.hearStep());
                m.server.step(anna.open(ONE, bens));
                m.client.ready();
                m.server.ready();
                m.client.hear();
                m.server.hear();
            });
            assertThat(outcome.clientConnection().context()).isEqualTo(SecurityContext.WORDS);
            assertThat(outcome.serverConnection().context()).isEqualTo(SecurityContext.WORDS);
            assertThat(outcome.clientConnection().checkWords()).hasSize(4).isNotEqualTo(outcome.serverConnection().checkWords());
        }
    }

    /** What is compared can never be typed where a code is asked for, and a code can never be taken for words. */
    @Test
    void wordsAreNoCode() throws Exception {
        List<String> words = honestly(drop()).clientConnection().checkWords();
        for (String typed : List.of(String.join(" ", words), String.join("-", words), words.get(0))) {
            assertThatThrownBy(() -> PairingCode.parse(typed.toCharArray())).isInstanceOf(CodeFormatException.class);
        }
        assertThat(words).allMatch(word -> word.matches("[a-z]+"));
        assertThat(String.valueOf(show(Purpose.PAIR).code().display())).matches("[0-9-]+");
    }
}
