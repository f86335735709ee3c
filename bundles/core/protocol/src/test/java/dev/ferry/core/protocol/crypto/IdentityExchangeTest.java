package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static dev.ferry.core.protocol.crypto.Links.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.crypto.AuthFailedException.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdentityExchangeTest {
    private final Ed25519Keys alice = Ed25519Keys.generate(RANDOM);
    private final Ed25519Keys bob = Ed25519Keys.generate(RANDOM);

    @Test
    void bothLearnTheOthersKeyAndTheSameSecret() throws Exception {
        Confirmed link = confirmed();
        IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
        IdentityExchange.Server server = new IdentityExchange.Server(bob, link.server);
        IdentityExchange.NewPair atServer = server.accept(client.prove(server.answer(client.introduce())));
        IdentityExchange.NewPair atClient = client.pair();
        assertThat(atServer.publicKey()).isEqualTo(alice.publicKey());
        assertThat(atClient.publicKey()).isEqualTo(bob.publicKey());
        assertThat(atClient.deviceId()).isEqualTo(bob.deviceId());
        assertThat(atServer.secret()).isEqualTo(atClient.secret()).hasSize(PairKeys.SECRET_LENGTH);
    }

    @Test
    void whatPairingLeavesServesThePairedAuthenticationInEitherDirection() throws Exception {
        Confirmed link = confirmed();
        IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
        IdentityExchange.Server server = new IdentityExchange.Server(bob, link.server);
        IdentityExchange.NewPair atBob = server.accept(client.prove(server.answer(client.introduce())));
        PairedAuth.Peer aliceAsPeer = new PairedAuth.Peer(atBob.publicKey(), PairKeys.of(atBob.secret()));
        PairedAuth.Peer bobAsPeer =
                new PairedAuth.Peer(client.pair().publicKey(), PairKeys.of(client.pair().secret()));

        Binding next = Links.fresh();
        PairedAuth.Client bobCalls = new PairedAuth.Client(Purpose.SESSION, bob, aliceAsPeer, next, V1, RANDOM);
        PairedAuth.Server aliceAnswers = new PairedAuth.Server(Purpose.SESSION, alice, List.of(bobAsPeer), next, V1, RANDOM);
        bobCalls.finish(aliceAnswers.confirm(bobCalls.prove(V1, aliceAnswers.challenge(V1, bobCalls.hello()))));
        assertThat(aliceAnswers.peer().publicKey()).isEqualTo(bob.publicKey());
    }

    @Test
    void everyFlippedByteIsRefused() throws Exception {
        Confirmed link = confirmed();
        for (int i = 0; i < IdentityExchange.ANSWER_LENGTH; i++) {
            IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
            byte[] answer = Hex.flipped(
                    new IdentityExchange.Server(bob, link.server).answer(client.introduce()), i);
            assertThatThrownBy(() -> client.prove(answer)).isInstanceOf(AuthFailedException.class);
            assertThatThrownBy(client::pair).isInstanceOf(IllegalStateException.class);
        }
        for (int i = 0; i < IdentityExchange.PROOF_LENGTH; i++) {
            IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
            IdentityExchange.Server server = new IdentityExchange.Server(bob, link.server);
            byte[] proof = Hex.flipped(client.prove(server.answer(client.introduce())), i);
            assertThatThrownBy(() -> server.accept(proof)).isInstanceOf(AuthFailedException.class);
        }
        for (int i = 0; i < IdentityExchange.INTRODUCTION_LENGTH; i++) {
            IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
            IdentityExchange.Server server = new IdentityExchange.Server(bob, link.server);
            byte[] answer = server.answer(Hex.flipped(client.introduce(), i));
            refused(Reason.WRONG_PROOF, () -> client.prove(answer));
        }
    }

    @Test
    void anIdentityThatIsNotHeldIsRefused() throws Exception {
        // Mallory knows the code, but shows Bob's key instead of a key of her own.
        Confirmed link = confirmed();
        IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
        Ed25519Keys mallory = Ed25519Keys.generate(RANDOM);
        byte[] answer = new IdentityExchange.Server(mallory, link.server).answer(client.introduce());
        System.arraycopy(bob.publicKey(), 0, answer, 0, 32);
        refused(Reason.WRONG_PROOF, () -> client.prove(answer));
    }

    @Test
    void theOwnIdentityAndWeakKeysAreRefused() throws Exception {
        Confirmed link = confirmed();
        refused(Reason.WRONG_IDENTITY,
                () -> new IdentityExchange.Server(bob, link.server).answer(bob.publicKey()));
        refused(Reason.WEAK_POINT, () -> new IdentityExchange.Server(bob, link.server).answer(new byte[32]));
        refused(Reason.MALFORMED, () -> new IdentityExchange.Server(bob, link.server).answer(new byte[33]));
        IdentityExchange.Client client = new IdentityExchange.Client(alice, link.client);
        client.introduce();
        byte[] echo = new byte[IdentityExchange.ANSWER_LENGTH];
        System.arraycopy(alice.publicKey(), 0, echo, 0, 32);
        refused(Reason.WRONG_IDENTITY, () -> client.prove(echo));
    }

    @Test
    void aProofFromAnotherRunIsRefused() throws Exception {
        Confirmed first = confirmed();
        IdentityExchange.Client client = new IdentityExchange.Client(alice, first.client);
        byte[] proof = client.prove(new IdentityExchange.Server(bob, first.server).answer(client.introduce()));
        IdentityExchange.Server later = new IdentityExchange.Server(bob, confirmed().server);
        later.answer(alice.publicKey());
        refused(Reason.WRONG_PROOF, () -> later.accept(proof));
    }

    private record Confirmed(LinkKeys client, LinkKeys server) {
    }

    private static Confirmed confirmed() throws AuthFailedException {
        Binding link = Links.fresh();
        byte[] secret = new byte[Ticket.SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        CodeAuth.Client client =
                new CodeAuth.Client(AuthMethod.TICKET, Purpose.PAIR, secret, link, V1, RANDOM);
        CodeAuth.Server server =
                new CodeAuth.Server(AuthMethod.TICKET, Purpose.PAIR, secret, link, V1, RANDOM);
        LinkKeys atClient = client.finish(server.confirm(client.prove(V1, server.share(V1, client.hello()))));
        return new Confirmed(atClient, server.keys());
    }
}
