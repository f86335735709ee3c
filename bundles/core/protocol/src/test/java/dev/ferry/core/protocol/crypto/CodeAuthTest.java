package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static dev.ferry.core.protocol.crypto.Links.V1_V2;
import static dev.ferry.core.protocol.crypto.Links.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.crypto.AuthFailedException.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodeAuthTest {
    private static final byte[] SECRET = "12345678".getBytes(StandardCharsets.US_ASCII);
    private final Binding link = Links.fresh();

    @Test
    void bothEndsThatKnowTheCodeGetTheSameKeys() throws Exception {
        CodeAuth.Client client = client();
        CodeAuth.Server server = server();
        byte[] share = server.share(V1, client.hello());
        byte[] proof = client.prove(V1, share);
        byte[] confirmation = server.confirm(proof);
        LinkKeys atClient = client.finish(confirmation);
        assertThat(share).hasSize(CodeAuth.SHARE_LENGTH);
        assertThat(proof).hasSize(CodeAuth.PROOF_LENGTH);
        assertThat(confirmation).hasSize(CodeAuth.CONFIRMATION_LENGTH);
        assertThat(atClient.export("x", 32)).isEqualTo(server.keys().export("x", 32));
        // Closing the machines leaves the keys to their owner.
        client.close();
        server.close();
        assertThat(atClient.export("x", 32)).isEqualTo(server.keys().export("x", 32));
        atClient.close();
        assertThatThrownBy(() -> atClient.export("x", 32)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aWrongCodeIsRefusedByTheServerBeforeItSaysAnything() throws Exception {
        CodeAuth.Client guesser = client("12345679", AuthMethod.CODE, Purpose.PAIR, link);
        CodeAuth.Server server = server();
        byte[] proof = guesser.prove(V1, server.share(V1, guesser.hello()));
        refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
        assertThat(server.spent()).isTrue();
        assertThatThrownBy(server::keys).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.confirm(proof)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aServerThatDoesNotKnowTheCodeIsRefusedByTheClient() throws Exception {
        CodeAuth.Server guesser = server("87654321", AuthMethod.CODE, Purpose.PAIR, link);
        CodeAuth.Client client = client();
        client.prove(V1, guesser.share(V1, client.hello()));
        assertThat(client.spent()).isTrue();
        refused(Reason.WRONG_PROOF, () -> client.finish(new byte[CodeAuth.CONFIRMATION_LENGTH]));
        assertThatThrownBy(() -> client.finish(new byte[32])).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whoOnlyConnectsHasSpentNothing() throws Exception {
        CodeAuth.Server server = server();
        CodeAuth.Client client = client();
        server.share(V1, client.hello());
        assertThat(server.spent()).isFalse();
        assertThat(client.spent()).isFalse();
    }

    @Test
    void everyFlippedByteOfEveryMessageIsRefused() throws Exception {
        for (int i = 0; i < CodeAuth.HELLO_LENGTH; i++) {
            CodeAuth.Client client = client();
            CodeAuth.Server server = server();
            byte[] proof = client.prove(V1, server.share(V1, Hex.flipped(client.hello(), i)));
            refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
        }
        for (int i = 0; i < CodeAuth.SHARE_LENGTH; i++) {
            CodeAuth.Client client = client();
            CodeAuth.Server server = server();
            byte[] proof = client.prove(V1, Hex.flipped(server.share(V1, client.hello()), i));
            refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
        }
        for (int i = 0; i < CodeAuth.PROOF_LENGTH; i++) {
            CodeAuth.Client client = client();
            CodeAuth.Server server = server();
            byte[] proof = Hex.flipped(client.prove(V1, server.share(V1, client.hello())), i);
            refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
        }
        for (int i = 0; i < CodeAuth.CONFIRMATION_LENGTH; i++) {
            CodeAuth.Client client = client();
            CodeAuth.Server server = server();
            byte[] confirmation =
                    Hex.flipped(server.confirm(client.prove(V1, server.share(V1, client.hello()))), i);
            refused(Reason.WRONG_PROOF, () -> client.finish(confirmation));
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800"})
    void aLowOrderShareIsRefusedByBothSides(String share) throws Exception {
        CodeAuth.Client client = client();
        CodeAuth.Server server = server();
        byte[] shares = server.share(V1, client.hello());
        System.arraycopy(Hex.of(share), 0, shares, 32, 32);
        refused(Reason.WEAK_POINT, () -> client.prove(V1, shares));
        refused(Reason.WEAK_POINT, () -> server.confirm(Arrays.copyOf(Hex.of(share), CodeAuth.PROOF_LENGTH)));
    }

    @Test
    void anEchoOfTheOwnNonceOrShareOrProofIsRefused() throws Exception {
        CodeAuth.Client client = client();
        byte[] hello = client.hello();
        refused(Reason.ECHOED, () -> client.prove(V1, Arrays.copyOf(hello, CodeAuth.SHARE_LENGTH)));

        CodeAuth.Server server = server();
        byte[] share = server.share(V1, client().hello());
        refused(Reason.ECHOED,
                () -> server.confirm(Arrays.copyOf(Arrays.copyOfRange(share, 32, 64), CodeAuth.PROOF_LENGTH)));

        CodeAuth.Client proving = client();
        byte[] proof = proving.prove(V1, server().share(V1, proving.hello()));
        refused(Reason.WRONG_PROOF, () -> proving.finish(Arrays.copyOfRange(proof, 32, 64)));
    }

    @Test
    void aRelayBetweenTwoLinksFails() throws Exception {
        CodeAuth.Client client = client("12345678", AuthMethod.CODE, Purpose.PAIR, link);
        CodeAuth.Server server = server("12345678", AuthMethod.CODE, Purpose.PAIR, Links.fresh());
        byte[] proof = client.prove(V1, server.share(V1, client.hello()));
        refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
    }

    @Test
    void swappedEndsOfALinkFail() throws Exception {
        byte[] one = {1};
        byte[] two = {2};
        CodeAuth.Client client = client("12345678", AuthMethod.CODE, Purpose.PAIR, Binding.of(one, two));
        CodeAuth.Server server = server("12345678", AuthMethod.CODE, Purpose.PAIR, Binding.of(two, one));
        byte[] proof = client.prove(V1, server.share(V1, client.hello()));
        refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
    }

    @Test
    void aCodeForADropDoesNotPairAndATicketIsNoCode() throws Exception {
        CodeAuth.Client drop = client("12345678", AuthMethod.CODE, Purpose.DROP, link);
        CodeAuth.Server pairing = server();
        byte[] proof = drop.prove(V1, pairing.share(V1, drop.hello()));
        refused(Reason.WRONG_PROOF, () -> pairing.confirm(proof));

        CodeAuth.Client ticket = client("12345678", AuthMethod.TICKET, Purpose.PAIR, link);
        CodeAuth.Server code = server();
        byte[] otherProof = ticket.prove(V1, code.share(V1, ticket.hello()));
        refused(Reason.WRONG_PROOF, () -> code.confirm(otherProof));
    }

    @Test
    void strikingAVersionFromAnOfferIsNoticed() throws Exception {
        CodeAuth.Client client =
                new CodeAuth.Client(AuthMethod.CODE, Purpose.PAIR, SECRET, link, V1_V2, RANDOM);
        CodeAuth.Server server = server();
        byte[] proof = client.prove(V1, server.share(V1, client.hello()));
        refused(Reason.WRONG_PROOF, () -> server.confirm(proof));
        refused(Reason.NO_COMMON_VERSION, () -> server().share(ProtocolVersions.of(7), new byte[32]));
    }

    @Test
    void aMethodWithoutASharedSecretIsRefused() {
        for (AuthMethod method : new AuthMethod[] {AuthMethod.PAIRED, AuthMethod.WORDS}) {
            assertThatThrownBy(() -> client("12345678", method, Purpose.PAIR, link))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> server("12345678", method, Purpose.PAIR, link))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aClosedMachineGoesNoFurther() throws Exception {
        CodeAuth.Client client = client();
        CodeAuth.Server server = server();
        byte[] share = server.share(V1, client.hello());
        client.close();
        server.close();
        assertThatThrownBy(() -> client.prove(V1, share)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> server.confirm(new byte[64])).isInstanceOf(IllegalStateException.class);
    }

    private CodeAuth.Client client() {
        return client("12345678", AuthMethod.CODE, Purpose.PAIR, link);
    }

    private CodeAuth.Server server() {
        return server("12345678", AuthMethod.CODE, Purpose.PAIR, link);
    }

    private static CodeAuth.Client client(String secret, AuthMethod method, Purpose purpose, Binding binding) {
        return new CodeAuth.Client(
                method, purpose, secret.getBytes(StandardCharsets.US_ASCII), binding, V1, RANDOM);
    }

    private static CodeAuth.Server server(String secret, AuthMethod method, Purpose purpose, Binding binding) {
        return new CodeAuth.Server(
                method, purpose, secret.getBytes(StandardCharsets.US_ASCII), binding, V1, RANDOM);
    }
}
