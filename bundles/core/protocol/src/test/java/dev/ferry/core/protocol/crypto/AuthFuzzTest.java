package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.fuzz.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said before anybody is known: each step of each method, said otherwise than it should be. Nobody is let in. */
class AuthFuzzTest {
    private static final byte[] SECRET = "12345678".getBytes(StandardCharsets.US_ASCII);

    private final Binding link = Links.fresh();
    private final Ed25519Keys alice = Ed25519Keys.generate(RANDOM);
    private final Ed25519Keys bob = Ed25519Keys.generate(RANDOM);
    private final byte[] shared = new byte[PairKeys.SECRET_LENGTH];

    private CodeAuth.Client caller() {
        return new CodeAuth.Client(AuthMethod.CODE, Purpose.PAIR, SECRET, link, V1, RANDOM);
    }

    private CodeAuth.Server called() {
        return new CodeAuth.Server(AuthMethod.CODE, Purpose.PAIR, SECRET, link, V1, RANDOM);
    }

    private PairedAuth.Client pairedCaller() {
        return new PairedAuth.Client(Purpose.SESSION, alice, new PairedAuth.Peer(bob.publicKey(), PairKeys.of(shared)), link, V1, RANDOM);
    }

    private PairedAuth.Server pairedCalled() {
        return new PairedAuth.Server(Purpose.SESSION, bob, List.of(new PairedAuth.Peer(alice.publicKey(), PairKeys.of(shared))), link, V1, RANDOM);
    }

    /** Of each step one that has the right length and that nobody made, and one of zeros. */
    private static Fuzz steps(String name, int... lengths) {
        Fuzz fuzz = Fuzz.of(name).times(500).promising(AuthFailedException.class);
        for (int i = 0; i < lengths.length; i++) {
            byte[] made = new byte[1 + lengths[i]];
            byte[] zeros = made.clone();
            RANDOM.nextBytes(made);
            made[0] = (byte) i;
            zeros[0] = (byte) i;
            fuzz.like(made).like(zeros);
        }
        return fuzz;
    }

    /** The first byte says which step; nothing but what the other side has just made can be right. */
    @Test
    void codes() {
        steps("code-steps", CodeAuth.HELLO_LENGTH, CodeAuth.SHARE_LENGTH, CodeAuth.PROOF_LENGTH, CodeAuth.CONFIRMATION_LENGTH).run(input -> {
            byte[] said = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
            CodeAuth.Client client = caller();
            CodeAuth.Server server = called();
            byte[] hello = client.hello();
            switch (input.length == 0 ? 0 : input[0] & 3) {
                case 0 -> server.share(V1, said);
                case 1 -> client.prove(V1, said);
                case 2 -> {
                    server.share(V1, hello);
                    assertThat(server.confirm(said)).as("a proof that nobody made").isNull();
                }
                default -> {
                    client.prove(V1, server.share(V1, hello));
                    assertThat(client.finish(said)).as("a confirmation that nobody made").isNull();
                }
            }
        });
    }

    @Test
    void pairs() {
        steps("paired-steps", PairedAuth.HELLO_LENGTH, PairedAuth.CHALLENGE_LENGTH, PairedAuth.PROOF_LENGTH, PairedAuth.CONFIRMATION_LENGTH).run(input -> {
            byte[] said = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
            PairedAuth.Client client = pairedCaller();
            PairedAuth.Server server = pairedCalled();
            byte[] hello = client.hello();
            switch (input.length == 0 ? 0 : input[0] & 3) {
                case 0 -> assertThat(server.challenge(V1, said)).as("an answer to nobody").isNull();
                case 1 -> assertThat(client.prove(V1, said)).as("a proof to nobody").isNull();
                case 2 -> {
                    server.challenge(V1, hello);
                    assertThat(server.confirm(said)).as("a proof that nobody made").isNull();
                }
                default -> {
                    client.prove(V1, server.challenge(V1, hello));
                    assertThat(client.finish(said)).as("a confirmation that nobody made").isNull();
                }
            }
        });
    }

    /** After the code was right: who says it wrong is no pair, and its key is one that signs. */
    @Test
    void introductions() throws AuthFailedException {
        CodeAuth.Client client = caller();
        CodeAuth.Server server = called();
        byte[] confirmation = server.confirm(client.prove(V1, server.share(V1, client.hello())));
        LinkKeys keys = client.finish(confirmation);
        steps("introductions", IdentityExchange.INTRODUCTION_LENGTH, IdentityExchange.ANSWER_LENGTH, IdentityExchange.PROOF_LENGTH).like(introduction()).run(input -> {
            byte[] said = Arrays.copyOfRange(input, Math.min(1, input.length), input.length);
            switch (input.length == 0 ? 0 : input[0] & 3) {
                case 0 -> {
                    new IdentityExchange.Server(bob, keys).answer(said);
                    assertThat(Ed25519.isAcceptable(said)).isTrue();
                }
                case 1 -> {
                    IdentityExchange.Client introduced = new IdentityExchange.Client(alice, keys);
                    introduced.introduce();
                    assertThat(introduced.prove(said)).as("a proof to nobody").isNull();
                }
                default -> {
                    IdentityExchange.Server answering = new IdentityExchange.Server(bob, keys);
                    answering.answer(alice.publicKey());
                    assertThat(answering.accept(said)).as("a pair that nobody proved").isNull();
                }
            }
        });
    }

    private byte[] introduction() {
        byte[] input = new byte[1 + IdentityExchange.INTRODUCTION_LENGTH];
        System.arraycopy(alice.publicKey(), 0, input, 1, IdentityExchange.INTRODUCTION_LENGTH);
        return input;
    }
}
