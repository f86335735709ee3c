package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static dev.ferry.core.protocol.crypto.Links.V1_V2;
import static dev.ferry.core.protocol.crypto.Links.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.crypto.AuthFailedException.Reason;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PairedAuthTest {
    private final Ed25519Keys alice = Ed25519Keys.generate(RANDOM);
    private final Ed25519Keys bob = Ed25519Keys.generate(RANDOM);
    private final PairKeys pair = pairKeys();
    private final Binding link = Links.fresh();

    @Test
    void twoPairedDevicesRecogniseEachOther() throws Exception {
        PairedAuth.Client client = client(link);
        PairedAuth.Server server = server(link);
        byte[] hello = client.hello();
        byte[] challenge = server.challenge(V1, hello);
        byte[] proof = client.prove(V1, challenge);
        byte[] confirmation = server.confirm(proof);
        LinkKeys atClient = client.finish(confirmation);

        assertThat(hello).hasSize(PairedAuth.HELLO_LENGTH);
        assertThat(challenge).hasSize(PairedAuth.CHALLENGE_LENGTH);
        assertThat(proof).hasSize(PairedAuth.PROOF_LENGTH);
        assertThat(confirmation).hasSize(PairedAuth.CONFIRMATION_LENGTH);
        assertThat(server.peer().publicKey()).isEqualTo(alice.publicKey());
        assertThat(server.peer().deviceId()).isEqualTo(alice.deviceId());
        assertThat(server.keys().export("x", 32)).isEqualTo(atClient.export("x", 32));
        assertThat(server.keys().transcript().hash()).isEqualTo(atClient.transcript().hash());
        assertThat(atClient.export("x", 32)).isNotEqualTo(atClient.export("y", 32));
    }

    @Test
    void theCallerIsFoundAmongManyPairs() throws Exception {
        List<PairedAuth.Peer> peers = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            peers.add(new PairedAuth.Peer(Ed25519Keys.generate(RANDOM).publicKey(), pairKeys()));
        }
        peers.add(new PairedAuth.Peer(alice.publicKey(), pair));
        Collections.shuffle(peers);
        PairedAuth.Client client = client(link);
        PairedAuth.Server server = new PairedAuth.Server(Purpose.SESSION, bob, peers, link, V1, RANDOM);
        client.finish(server.confirm(client.prove(V1, server.challenge(V1, client.hello()))));
        assertThat(server.peer().publicKey()).isEqualTo(alice.publicKey());
    }

    @Test
    void anUnknownOrUnpairedCallerIsRefused() {
        PairedAuth.Server nobodyPaired = new PairedAuth.Server(Purpose.SESSION, bob, List.of(), link, V1, RANDOM);
        refused(Reason.UNKNOWN_PEER, () -> nobodyPaired.challenge(V1, client(link).hello()));
        PairedAuth.Server otherPair = new PairedAuth.Server(Purpose.SESSION,
                bob, List.of(new PairedAuth.Peer(alice.publicKey(), pairKeys())), link, V1, RANDOM);
        refused(Reason.UNKNOWN_PEER, () -> otherPair.challenge(V1, client(link).hello()));
        refused(Reason.UNKNOWN_PEER, () -> server(link).challenge(V1, new byte[PairedAuth.HELLO_LENGTH]));
    }

    @Test
    void everyFlippedByteOfEveryMessageIsRefused() throws Exception {
        for (int i = 0; i < PairedAuth.HELLO_LENGTH; i++) {
            byte[] hello = Hex.flipped(client(link).hello(), i);
            refused(Reason.UNKNOWN_PEER, () -> server(link).challenge(V1, hello));
        }
        for (int i = 0; i < PairedAuth.CHALLENGE_LENGTH; i++) {
            PairedAuth.Client client = client(link);
            byte[] challenge = Hex.flipped(server(link).challenge(V1, client.hello()), i);
            refused(Reason.WRONG_PROOF, () -> client.prove(V1, challenge));
        }
        for (int i = 0; i < PairedAuth.PROOF_LENGTH; i++) {
            PairedAuth.Client client = client(link);
            PairedAuth.Server server = server(link);
            byte[] proof = Hex.flipped(client.prove(V1, server.challenge(V1, client.hello())), i);
            refused(i < 32 ? Reason.WRONG_PROOF : Reason.BAD_SIGNATURE, () -> server.confirm(proof));
        }
        for (int i = 0; i < PairedAuth.CONFIRMATION_LENGTH; i++) {
            PairedAuth.Client client = client(link);
            PairedAuth.Server server = server(link);
            byte[] confirmation =
                    Hex.flipped(server.confirm(client.prove(V1, server.challenge(V1, client.hello()))), i);
            refused(Reason.BAD_SIGNATURE, () -> client.finish(confirmation));
        }
    }

    @Test
    void messagesOfAnyOtherLengthAreRefused() throws Exception {
        for (int wrong : new int[] {0, 1, 47, 49, 63, 65, 95, 97, 8192}) {
            refused(Reason.MALFORMED, () -> server(link).challenge(V1, new byte[wrong]));
            PairedAuth.Client client = client(link);
            client.hello();
            refused(Reason.MALFORMED, () -> client.prove(V1, new byte[wrong]));
            PairedAuth.Server server = server(link);
            server.challenge(V1, client(link).hello());
            refused(Reason.MALFORMED, () -> server.confirm(new byte[wrong]));
        }
    }

    @Test
    void someoneInBetweenHasTwoLinksAndFailsOnBoth() throws Exception {
        Binding other = Links.fresh();
        PairedAuth.Client client = client(link);
        refused(Reason.UNKNOWN_PEER, () -> server(other).challenge(V1, client.hello()));
        PairedAuth.Client again = client(link);
        again.hello();
        byte[] challenge = server(other).challenge(V1, client(other).hello());
        refused(Reason.WRONG_PROOF, () -> again.prove(V1, challenge));
    }

    @Test
    void aDeviceTalkingToItselfIsRefused() throws Exception {
        // The connection of a client is looped back to its own device, which acts as server for the same pair.
        PairedAuth.Client client = client(link);
        PairedAuth.Server ownServer = new PairedAuth.Server(Purpose.SESSION,
                alice, List.of(new PairedAuth.Peer(bob.publicKey(), pair)), link, V1, RANDOM);
        byte[] challenge = ownServer.challenge(V1, client.hello());
        refused(Reason.WRONG_PROOF, () -> client.prove(V1, challenge));
    }

    @Test
    void messagesSentBackToTheirAuthorAreRefused() throws Exception {
        PairedAuth.Client client = client(link);
        byte[] hello = client.hello();
        refused(Reason.ECHOED, () -> client.prove(V1, Arrays.copyOf(hello, PairedAuth.CHALLENGE_LENGTH)));

        PairedAuth.Client second = client(link);
        PairedAuth.Server server = server(link);
        byte[] challenge = server.challenge(V1, second.hello());
        byte[] reflected = Arrays.copyOf(Arrays.copyOfRange(challenge, 32, 64), PairedAuth.PROOF_LENGTH);
        refused(Reason.WRONG_PROOF, () -> server.confirm(reflected));

        PairedAuth.Client third = client(link);
        byte[] proof = third.prove(V1, server(link).challenge(V1, third.hello()));
        refused(Reason.BAD_SIGNATURE, () -> third.finish(Arrays.copyOfRange(proof, 32, 96)));
    }

    @Test
    void theSharedSecretAloneOpensNothing() throws Exception {
        Ed25519Keys thief = Ed25519Keys.generate(RANDOM);
        PairedAuth.Peer bobAsPeer = new PairedAuth.Peer(bob.publicKey(), pair);
        PairedAuth.Client asAlice = new PairedAuth.Client(Purpose.SESSION, thief, bobAsPeer, link, V1, RANDOM);
        PairedAuth.Server server = server(link);
        byte[] challenge = server.challenge(V1, asAlice.hello());
        // Even the transcript differs, as the thief's id is not Alice's.
        refused(Reason.WRONG_PROOF, () -> asAlice.prove(V1, challenge));

        PairedAuth.Server asBob = new PairedAuth.Server(Purpose.SESSION,
                thief, List.of(new PairedAuth.Peer(alice.publicKey(), pair)), link, V1, RANDOM);
        PairedAuth.Client client = client(link);
        byte[] forged = asBob.challenge(V1, client.hello());
        refused(Reason.WRONG_PROOF, () -> client.prove(V1, forged));

        // With her key shown, which is no secret, everything fits but what only she can sign.
        PairedAuth.Client shown = new PairedAuth.Client(Purpose.SESSION, new Impostor(alice, thief), bobAsPeer, link, V1, RANDOM);
        PairedAuth.Server called = server(link);
        byte[] proof = shown.prove(V1, called.challenge(V1, shown.hello()));
        refused(Reason.BAD_SIGNATURE, () -> called.confirm(proof));
        PairedAuth.Server shownBob = new PairedAuth.Server(Purpose.SESSION, new Impostor(bob, thief), List.of(new PairedAuth.Peer(alice.publicKey(), pair)), link, V1, RANDOM);
        PairedAuth.Client calling = client(link);
        byte[] confirmation = shownBob.confirm(calling.prove(V1, shownBob.challenge(V1, calling.hello())));
        refused(Reason.BAD_SIGNATURE, () -> calling.finish(confirmation));
    }

    /** Shows a key that it does not hold. */
    private record Impostor(SigningKey shown, SigningKey held) implements SigningKey {
        @Override
        public byte[] publicKey() {
            return shown.publicKey();
        }

        @Override
        public byte[] deviceId() {
            return shown.deviceId();
        }

        @Override
        public byte[] sign(byte[] message) {
            return held.sign(message);
        }
    }

    @Test
    void theRightMacWithAZeroSignatureIsRefused() throws Exception {
        PairedAuth.Client client = client(link);
        PairedAuth.Server server = server(link);
        byte[] proof = client.prove(V1, server.challenge(V1, client.hello()));
        Arrays.fill(proof, 32, proof.length, (byte) 0);
        refused(Reason.BAD_SIGNATURE, () -> server.confirm(proof));
    }

    @Test
    void strikingAVersionFromAnOfferIsNoticed() throws Exception {
        PairedAuth.Client client = new PairedAuth.Client(Purpose.SESSION,
                alice, new PairedAuth.Peer(bob.publicKey(), pair), link, V1_V2, RANDOM);
        byte[] challenge = server(link).challenge(V1, client.hello());
        refused(Reason.WRONG_PROOF, () -> client.prove(V1, challenge));
        refused(Reason.NO_COMMON_VERSION,
                () -> server(link).challenge(ProtocolVersions.of(9), client(link).hello()));
    }

    @Test
    void aRecordedRunCannotBeReplayed() throws Exception {
        PairedAuth.Client client = client(link);
        PairedAuth.Server server = server(link);
        byte[] hello = client.hello();
        byte[] proof = client.prove(V1, server.challenge(V1, hello));
        server.confirm(proof);

        PairedAuth.Server sameLink = server(link);
        sameLink.challenge(V1, hello);
        refused(Reason.WRONG_PROOF, () -> sameLink.confirm(proof));
        refused(Reason.UNKNOWN_PEER, () -> server(Links.fresh()).challenge(V1, hello));
    }

    @Test
    void stepsAreTakenOnceAndInOrderAndNoneAfterAFailure() throws Exception {
        PairedAuth.Client early = client(link);
        assertThatThrownBy(() -> early.finish(new byte[64])).isInstanceOf(IllegalStateException.class);
        PairedAuth.Server server = server(link);
        assertThatThrownBy(() -> server.confirm(new byte[96])).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::peer).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::keys).isInstanceOf(IllegalStateException.class);

        PairedAuth.Client client = client(link);
        PairedAuth.Server failing = server(link);
        byte[] proof = client.prove(V1, failing.challenge(V1, client.hello()));
        refused(Reason.WRONG_PROOF, () -> failing.confirm(Hex.flipped(proof, 0)));
        assertThatThrownBy(() -> failing.confirm(proof)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(failing::keys).isInstanceOf(IllegalStateException.class);
    }

    private PairedAuth.Client client(Binding binding) {
        return new PairedAuth.Client(Purpose.SESSION, alice, new PairedAuth.Peer(bob.publicKey(), pair), binding, V1, RANDOM);
    }

    private PairedAuth.Server server(Binding binding) {
        return new PairedAuth.Server(Purpose.SESSION,
                bob, List.of(new PairedAuth.Peer(alice.publicKey(), pair)), binding, V1, RANDOM);
    }

    private static PairKeys pairKeys() {
        byte[] secret = new byte[PairKeys.SECRET_LENGTH];
        RANDOM.nextBytes(secret);
        return PairKeys.of(secret);
    }
}
