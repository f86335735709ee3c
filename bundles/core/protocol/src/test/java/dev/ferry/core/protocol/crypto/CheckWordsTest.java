package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static dev.ferry.core.protocol.crypto.Links.V1_V2;
import static dev.ferry.core.protocol.crypto.Links.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.crypto.AuthFailedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckWordsTest {
    private final Binding link = Links.fresh();

    @Test
    void bothSidesSeeTheSameFourWords() throws Exception {
        CheckWords.Client client = client(link);
        CheckWords.Server server = server(link);
        CheckWords.Result atServer = server.verify(client.open(V1, server.answer(V1, client.commit())));
        assertThat(client.result().words()).isEqualTo(atServer.words()).hasSize(4)
                .allSatisfy(word -> assertThat(WordList.all()).contains(word));
        assertThat(client.result().keys().export("x", 32)).isEqualTo(atServer.keys().export("x", 32));
    }

    @Test
    void wordsDifferFromRunToRun() throws Exception {
        Set<List<String>> seen = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            CheckWords.Client client = client(link);
            client.open(V1, server(link).answer(V1, client.commit()));
            seen.add(client.result().words());
        }
        assertThat(seen).hasSize(50);
    }

    @Test
    void someoneInBetweenCausesDifferentWords() throws Exception {
        // Mallory runs the protocol honestly with each side, and passes on even the nonces.
        Binding toClient = Links.fresh();
        Binding toServer = Links.fresh();
        CheckWords.Client client = client(toClient);
        CheckWords.Server server = server(toServer);
        CheckWords.Client mallory = client(toServer);
        byte[] serverNonce = server.answer(V1, mallory.commit());
        client.commit();
        client.open(V1, serverNonce);
        CheckWords.Result atServer = server.verify(mallory.open(V1, serverNonce));
        assertThat(client.result().words()).isNotEqualTo(atServer.words());
    }

    @Test
    void aContributionChangedAfterTheCommitmentIsRefused() throws Exception {
        for (int i = 0; i < CheckWords.MESSAGE_LENGTH; i++) {
            CheckWords.Client client = client(link);
            CheckWords.Server server = server(link);
            byte[] opening = Hex.flipped(client.open(V1, server.answer(V1, client.commit())), i);
            refused(Reason.COMMITMENT_BROKEN, () -> server.verify(opening));
            CheckWords.Client other = client(link);
            CheckWords.Server second = server(link);
            byte[] opened = other.open(V1, second.answer(V1, Hex.flipped(other.commit(), i)));
            refused(Reason.COMMITMENT_BROKEN, () -> second.verify(opened));
        }
    }

    @Test
    void aCommitmentIsWorthlessOnAnotherLink() throws Exception {
        CheckWords.Client client = client(link);
        CheckWords.Server server = server(Links.fresh());
        byte[] opening = client.open(V1, server.answer(V1, client.commit()));
        refused(Reason.COMMITMENT_BROKEN, () -> server.verify(opening));
    }

    @Test
    void echoesAreRefused() throws Exception {
        CheckWords.Client client = client(link);
        byte[] commitment = client.commit();
        refused(Reason.ECHOED, () -> client.open(V1, commitment));
        CheckWords.Server server = server(link);
        byte[] nonce = server.answer(V1, commitment);
        refused(Reason.ECHOED, () -> server.verify(nonce));
    }

    @Test
    void aChangedOfferOrPurposeCausesDifferentWords() throws Exception {
        CheckWords.Client client = client(link);
        CheckWords.Server server = server(link);
        CheckWords.Result changed = server.verify(client.open(V1, server.answer(V1_V2, client.commit())));
        assertThat(client.result().words()).isNotEqualTo(changed.words());

        CheckWords.Client drop = client(link);
        CheckWords.Server pairing = new CheckWords.Server(Purpose.PAIR, link, V1, RANDOM);
        CheckWords.Result other = pairing.verify(drop.open(V1, pairing.answer(V1, drop.commit())));
        assertThat(drop.result().words()).isNotEqualTo(other.words());
    }

    @Test
    void wordsOnOneSideAndACodeOnTheOtherCannotMeet() throws Exception {
        byte[] secret = "12345678".getBytes(StandardCharsets.US_ASCII);
        CheckWords.Client words = client(link);
        CodeAuth.Server code = new CodeAuth.Server(AuthMethod.CODE, Purpose.DROP, secret, link, V1, RANDOM);
        byte[] share = code.share(V1, words.commit());
        refused(Reason.MALFORMED, () -> words.open(V1, share));

        CodeAuth.Client codeClient =
                new CodeAuth.Client(AuthMethod.CODE, Purpose.DROP, secret, link, V1, RANDOM);
        CheckWords.Server wordsServer = server(link);
        byte[] nonce = wordsServer.answer(V1, codeClient.hello());
        refused(Reason.MALFORMED, () -> codeClient.prove(V1, nonce));
        assertThat(codeClient.spent()).isFalse();
    }

    @Test
    void thereAreNoWordsBeforeTheRunHasEnded() throws Exception {
        CheckWords.Client client = client(link);
        client.commit();
        assertThatThrownBy(client::result).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server(link).verify(new byte[32])).isInstanceOf(IllegalStateException.class);
        for (int wrong : new int[] {0, 31, 33, 64}) {
            refused(Reason.MALFORMED, () -> server(link).answer(V1, new byte[wrong]));
        }
    }

    private static CheckWords.Client client(Binding binding) {
        return new CheckWords.Client(Purpose.DROP, binding, V1, RANDOM);
    }

    private static CheckWords.Server server(Binding binding) {
        return new CheckWords.Server(Purpose.DROP, binding, V1, RANDOM);
    }
}
