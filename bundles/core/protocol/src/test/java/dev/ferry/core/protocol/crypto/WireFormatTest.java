package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Links.RANDOM;
import static dev.ferry.core.protocol.crypto.Links.V1;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Each message against its formula, written out with every label: what a second implementation has to send. */
class WireFormatTest {
    private static final byte[] NO_SALT = {};
    private final Ed25519Keys alice = Ed25519Keys.generate(RANDOM);
    private final Ed25519Keys bob = Ed25519Keys.generate(RANDOM);
    private final Binding link = Links.fresh();

    @Test
    void paired() throws Exception {
        byte[] secret = Hash.sha256(ascii("K_pair"));
        PairKeys pair = PairKeys.of(secret);
        PairedAuth.Client client =
                new PairedAuth.Client(Purpose.SESSION, alice, new PairedAuth.Peer(bob.publicKey(), pair), link, V1, RANDOM);
        PairedAuth.Server server = new PairedAuth.Server(Purpose.SESSION,
                bob, List.of(new PairedAuth.Peer(alice.publicKey(), pair)), link, V1, RANDOM);
        byte[] hello = client.hello();
        byte[] challenge = server.challenge(V1, hello);
        byte[] proof = client.prove(V1, challenge);
        byte[] confirmation = server.confirm(proof);
        LinkKeys keys = client.finish(confirmation);

        byte[] nonceC = slice(hello, 0, 32);
        byte[] t = transcript(alice.deviceId(), bob.deviceId(), nonceC, slice(challenge, 0, 32),
                AuthMethod.PAIRED, Purpose.SESSION);
        assertThat(slice(hello, 32, 48)).isEqualTo(slice(Hmac.sha256(
                Hkdf.derive(secret, NO_SALT, "ferry-pair-hint-v1", 32), ascii("hint"), nonceC, link.value()), 0, 16));
        assertThat(slice(challenge, 32, 64)).isEqualTo(
                Hmac.sha256(Hkdf.derive(secret, NO_SALT, "ferry-pair-server-v1", 32), ascii("S"), t));
        assertThat(slice(proof, 0, 32)).isEqualTo(
                Hmac.sha256(Hkdf.derive(secret, NO_SALT, "ferry-pair-client-v1", 32), ascii("C"), t));
        assertThat(slice(proof, 32, 96)).isEqualTo(alice.sign(Steps.join(ascii("ferry-auth-v1 C"), t)));
        assertThat(confirmation).isEqualTo(bob.sign(Steps.join(ascii("ferry-auth-v1 S"), t)));
        assertThat(pair.discovery()).isEqualTo(Hkdf.derive(secret, NO_SALT, "ferry-pair-discovery-v1", 32));
        byte[] linkKey = Hkdf.derive(
                Hkdf.derive(secret, NO_SALT, "ferry-pair-link-v1", 32), t, "ferry-paired-link-v1", 32);
        assertThat(keys.export("x", 20)).isEqualTo(Hkdf.expand(linkKey, ascii("ferry-export-v1 x"), 20));
    }

    @Test
    void codeAndIdentities() throws Exception {
        byte[] secret = ascii("12345678");
        Recorded atServer = new Recorded();
        CodeAuth.Client client = new CodeAuth.Client(AuthMethod.CODE, Purpose.PAIR, secret, link, V1, RANDOM);
        CodeAuth.Server server = new CodeAuth.Server(AuthMethod.CODE, Purpose.PAIR, secret, link, V1, atServer);
        byte[] hello = client.hello();
        byte[] share = server.share(V1, hello);
        byte[] proof = client.prove(V1, share);
        byte[] confirmation = server.confirm(proof);
        LinkKeys keys = client.finish(confirmation);

        byte[] nonceS = slice(share, 0, 32);
        byte[] t = transcript(link.clientCertificateHash(), link.serverCertificateHash(), hello, nonceS,
                AuthMethod.CODE, Purpose.PAIR);
        // The last thing the server drew is its scalar.
        CPace again = CPace.start(true, secret, t, Steps.join(hello, nonceS), new byte[0], atServer.last);
        assertThat(slice(share, 32, 64)).isEqualTo(again.share());
        byte[] isk = again.finish(slice(proof, 0, 32), new byte[0]);
        assertThat(slice(proof, 32, 64))
                .isEqualTo(Hmac.sha256(Hkdf.derive(isk, t, "ferry-code-client-v1", 32), ascii("C"), t));
        assertThat(confirmation)
                .isEqualTo(Hmac.sha256(Hkdf.derive(isk, t, "ferry-code-server-v1", 32), ascii("S"), t));
        byte[] linkKey = Hkdf.derive(isk, t, "ferry-code-link-v1", 32);
        assertThat(keys.export("x", 20)).isEqualTo(Hkdf.expand(linkKey, ascii("ferry-export-v1 x"), 20));

        identities(keys, server.keys(), linkKey, hello, nonceS);
    }

    private void identities(LinkKeys atClient, LinkKeys atServer, byte[] linkKey, byte[] nonceC, byte[] nonceS)
            throws AuthFailedException {
        IdentityExchange.Client client = new IdentityExchange.Client(alice, atClient);
        IdentityExchange.Server server = new IdentityExchange.Server(bob, atServer);
        byte[] introduction = client.introduce();
        byte[] answer = server.answer(introduction);
        byte[] proof = client.prove(answer);
        IdentityExchange.NewPair pair = server.accept(proof);

        byte[] t = transcript(
                alice.deviceId(), bob.deviceId(), nonceC, nonceS, AuthMethod.CODE, Purpose.PAIR);
        assertThat(introduction).isEqualTo(alice.publicKey());
        assertThat(slice(answer, 0, 32)).isEqualTo(bob.publicKey());
        assertThat(slice(answer, 32, 64)).isEqualTo(Hmac.sha256(
                Hkdf.expand(linkKey, ascii("ferry-export-v1 identity-server"), 32), ascii("S"), t));
        assertThat(slice(answer, 64, 128)).isEqualTo(bob.sign(Steps.join(ascii("ferry-pair-v1 S"), t)));
        assertThat(slice(proof, 0, 32)).isEqualTo(Hmac.sha256(
                Hkdf.expand(linkKey, ascii("ferry-export-v1 identity-client"), 32), ascii("C"), t));
        assertThat(slice(proof, 32, 96)).isEqualTo(alice.sign(Steps.join(ascii("ferry-pair-v1 C"), t)));
        assertThat(pair.secret()).isEqualTo(Hkdf.derive(
                Hkdf.expand(linkKey, ascii("ferry-export-v1 pair"), 32), t, "ferry-pair-v1", 32));
    }

    @Test
    void words() throws Exception {
        CheckWords.Client client = new CheckWords.Client(Purpose.DROP, link, V1, RANDOM);
        CheckWords.Server server = new CheckWords.Server(Purpose.DROP, link, V1, RANDOM);
        byte[] commitment = client.commit();
        byte[] nonceS = server.answer(V1, commitment);
        byte[] nonceC = client.open(V1, nonceS);

        byte[] t = transcript(link.clientCertificateHash(), link.serverCertificateHash(), nonceC, nonceS,
                AuthMethod.WORDS, Purpose.DROP);
        byte[] both = Steps.join(nonceC, nonceS);
        assertThat(commitment).isEqualTo(Hash.sha256(ascii("ferry-words-commit-v1"), link.value(), nonceC));
        assertThat(client.result().words())
                .isEqualTo(WordList.words(Hkdf.derive(both, t, "ferry-words-v1", 5)));
        assertThat(client.result().keys().export("x", 20)).isEqualTo(Hkdf.expand(
                Hkdf.derive(both, t, "ferry-words-link-v1", 32), ascii("ferry-export-v1 x"), 20));
    }

    private byte[] transcript(byte[] clientId, byte[] serverId, byte[] nonceC, byte[] nonceS, AuthMethod method,
            Purpose purpose) {
        return Transcript.builder().versions(V1, V1).identities(clientId, serverId).nonces(nonceC, nonceS)
                .binding(link).method(method, purpose).build().hash();
    }

    private static byte[] slice(byte[] bytes, int from, int to) {
        return Arrays.copyOfRange(bytes, from, to);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Keeps a copy of the last bytes it gave. */
    private static final class Recorded extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private transient byte[] last;

        @Override
        public void nextBytes(byte[] bytes) {
            super.nextBytes(bytes);
            last = bytes.clone();
        }
    }
}
