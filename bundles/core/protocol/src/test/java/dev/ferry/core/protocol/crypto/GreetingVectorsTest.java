package dev.ferry.core.protocol.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.tck.vector.Vectors;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code vectors/greeting.json}: whole runs of every method with fixed keys and fixed random bytes. {@link WireFormatTest} says by which formulas. */
class GreetingVectorsTest {
    private static final ProtocolVersions V1 = ProtocolVersions.of(1);
    private static final byte[] CLIENT_CERTIFICATE = ascii("a client's certificate in DER");
    private static final byte[] SERVER_CERTIFICATE = ascii("a server's certificate in DER");
    private static final Binding LINK = Binding.of(CLIENT_CERTIFICATE, SERVER_CERTIFICATE);
    private static final byte[] CLIENT_SEED = filled(0xc1, 32);
    private static final byte[] SERVER_SEED = filled(0x51, 32);

    private final Ed25519Keys client = Ed25519Keys.fromSeed(CLIENT_SEED);
    private final Ed25519Keys server = Ed25519Keys.fromSeed(SERVER_SEED);
    private final Vectors vectors = Vectors.of("greeting");

    /** Gives one byte over and over, and at the next call the next one. */
    private static final class Drawn extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private int next;

        Drawn(int first) {
            next = first;
        }

        @Override
        public void nextBytes(byte[] bytes) {
            Arrays.fill(bytes, (byte) next++);
        }
    }

    private static byte[] filled(int value, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void areWhatTheCodeSays() throws Exception {
        vectors.in("link").put("client-certificate", CLIENT_CERTIFICATE).put("server-certificate", SERVER_CERTIFICATE).put("binding", LINK.value());
        vectors.in("identities").put("client-seed", CLIENT_SEED).put("client-key", client.publicKey()).put("client-id", client.deviceId())
                .put("server-seed", SERVER_SEED).put("server-key", server.publicKey()).put("server-id", server.deviceId());
        paired();
        code(AuthMethod.CODE, ascii("12345678"));
        code(AuthMethod.TICKET, filled(0x77, 16));
        words();
        texts();
        vectors.verify();
    }

    private void paired() throws Exception {
        byte[] secret = filled(0x4b, 32);
        PairKeys pair = PairKeys.of(secret);
        PairedAuth.Client c = new PairedAuth.Client(Purpose.SESSION, client, new PairedAuth.Peer(server.publicKey(), pair), LINK, V1, new Drawn(0x10));
        PairedAuth.Server s = new PairedAuth.Server(Purpose.SESSION, server, List.of(new PairedAuth.Peer(client.publicKey(), pair)), LINK, V1, new Drawn(0x20));
        byte[] hello = c.hello();
        byte[] challenge = s.challenge(V1, hello);
        byte[] proof = c.prove(V1, challenge);
        byte[] confirmation = s.confirm(proof);
        LinkKeys keys = c.finish(confirmation);
        assertThat(s.keys().export("x", 20)).isEqualTo(keys.export("x", 20));
        vectors.in("paired").put("pair-secret", secret).put("discovery-key", pair.discovery()).put("versions", List.of(1)).put("purpose", Purpose.SESSION.number())
                .put("client-nonce", filled(0x10, 32)).put("server-nonce", Arrays.copyOf(challenge, 32)).put("transcript", keys.transcript().hash())
                .put("step-1", hello).put("step-2", challenge).put("step-3", proof).put("step-4", confirmation).put("export-x-20", keys.export("x", 20));
    }

    private void code(AuthMethod method, byte[] secret) throws Exception {
        CodeAuth.Client c = new CodeAuth.Client(method, Purpose.PAIR, secret, LINK, V1, new Drawn(0x30));
        CodeAuth.Server s = new CodeAuth.Server(method, Purpose.PAIR, secret, LINK, V1, new Drawn(0x40));
        byte[] hello = c.hello();
        byte[] share = s.share(V1, hello);
        byte[] proof = c.prove(V1, share);
        byte[] confirmation = s.confirm(proof);
        LinkKeys keys = c.finish(confirmation);
        vectors.in(method == AuthMethod.CODE ? "code" : "ticket").put("secret", secret).put("versions", List.of(1)).put("purpose", Purpose.PAIR.number())
                .put("client-nonce", hello).put("server-nonce", Arrays.copyOf(share, 32)).put("client-scalar", filled(0x31, 32)).put("server-scalar", filled(0x41, 32))
                .put("transcript", keys.transcript().hash()).put("step-1", hello).put("step-2", share).put("step-3", proof).put("step-4", confirmation)
                .put("export-x-20", keys.export("x", 20));
        if (method == AuthMethod.CODE) {
            pairing(keys, s.keys());
        }
    }

    private void pairing(LinkKeys atClient, LinkKeys atServer) throws Exception {
        IdentityExchange.Client c = new IdentityExchange.Client(client, atClient);
        IdentityExchange.Server s = new IdentityExchange.Server(server, atServer);
        byte[] introduction = c.introduce();
        byte[] answer = s.answer(introduction);
        byte[] proof = c.prove(answer);
        try (IdentityExchange.NewPair pair = s.accept(proof)) {
            vectors.in("pairing after code").put("step-1", introduction).put("step-2", answer).put("step-3", proof).put("pair-secret", pair.secret());
        }
    }

    private void words() throws Exception {
        CheckWords.Client c = new CheckWords.Client(Purpose.DROP, LINK, V1, new Drawn(0x50));
        CheckWords.Server s = new CheckWords.Server(Purpose.DROP, LINK, V1, new Drawn(0x60));
        byte[] commitment = c.commit();
        byte[] answer = s.answer(V1, commitment);
        byte[] opened = c.open(V1, answer);
        CheckWords.Result result = s.verify(opened);
        assertThat(c.result().words()).isEqualTo(result.words());
        vectors.in("words").put("versions", List.of(1)).put("purpose", Purpose.DROP.number()).put("transcript", result.keys().transcript().hash())
                .put("step-1", commitment).put("step-2", answer).put("step-3", opened).put("words", result.words()).put("export-x-20", result.keys().export("x", 20));
    }

    private void texts() throws Exception {
        try (Ticket ticket = Ticket.issue(Purpose.DROP, Instant.ofEpochSecond(1_900_000_000), 7,
                List.of(new TicketRoute("tcp", "192.0.2.7", 47900), new TicketRoute("tcp", "2001:db8::7", 47900), new TicketRoute("tcp", "host.example", 443)), new Drawn(0x77));
             PairingCode code = PairingCode.parse("7-1234-5678".toCharArray())) {
            vectors.in("ticket as text").put("purpose", Purpose.DROP.number()).put("expiry", 1_900_000_000L).put("secret", ticket.secret()).put("nameplate", 7)
                    .put("routes", List.of("tcp 192.0.2.7 47900", "tcp 2001:db8::7 47900", "tcp host.example 443")).put("text", String.valueOf(ticket.text()))
                    .put("meeting-secret", ticket.meeting());
            vectors.in("code as text").put("typed", "7-1234-5678").put("nameplate", code.nameplate()).put("secret", code.secret());
        }
    }
}
