package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Steps.join;
import static dev.ferry.core.protocol.crypto.Steps.part;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Two paired devices recognise each other, method {@link AuthMethod#PAIRED}. "Client" opened the connection.
 *
 * <pre>
 *     Client                                              Server
 *       hello      nonceC ‖ HMAC(hint, "hint"‖nonceC‖B)[0..16]  →  challenge
 *       prove      ←  nonceS ‖ HMAC(server, "S"‖T)                 (peer found by its hint)
 *       prove      HMAC(client, "C"‖T) ‖ Ed25519_C("ferry-auth-v1 C"‖T)  →  confirm
 *       finish     ←  Ed25519_S("ferry-auth-v1 S"‖T)
 * </pre>
 *
 * <p>hint, client and server are keys of {@link PairKeys}. Only who knows K_pair can tell a hint from random bytes, so
 * neither a listener inside the link nor a wrong server learns who calls. The server answers first with its MAC, so
 * the client's identity key signs only for a server that knows K_pair; and a stolen K_pair alone opens nothing, as
 * both still have to sign. Both ids stand in T in their roles, and each role has keys and labels of its own: a
 * message sent back to its author, or turned to the other role, is refused.
 *
 * <p>Whoever gets an {@link AuthFailedException} closes the link and says nothing.
 */
public final class PairedAuth {
    /** Length of the first message in bytes. */
    public static final int HELLO_LENGTH = 48;
    /** Length of the second message in bytes. */
    public static final int CHALLENGE_LENGTH = 64;
    /** Length of the third message in bytes. */
    public static final int PROOF_LENGTH = 96;
    /** Length of the fourth message in bytes. */
    public static final int CONFIRMATION_LENGTH = Ed25519.SIGNATURE_LENGTH;

    private static final int NONCE = Transcript.LENGTH;
    private static final int HINT = 16;
    private static final byte[] HINT_LABEL = Hkdf.label("hint");
    private static final byte[] CLIENT_LABEL = Hkdf.label("C");
    private static final byte[] SERVER_LABEL = Hkdf.label("S");
    private static final byte[] CLIENT_SIGNS = Hkdf.label("ferry-auth-v1 C");
    private static final byte[] SERVER_SIGNS = Hkdf.label("ferry-auth-v1 S");
    private static final String LINK_LABEL = "ferry-paired-link-v1";

    private PairedAuth() {
    }

    /** A device that may connect. The keys belong to whoever made them, who also closes them. */
    public static final class Peer {
        private final byte[] publicKey;
        private final PairKeys keys;

        /** The identity key that pairing stored, and the keys of the pair. */
        public Peer(byte[] publicKey, PairKeys keys) {
            this.publicKey = publicKey.clone();
            this.keys = keys;
        }

        /** Raw Ed25519 key. */
        public byte[] publicKey() {
            return publicKey.clone();
        }

        /** See {@link Ed25519#deviceId}. */
        public byte[] deviceId() {
            return Ed25519.deviceId(publicKey);
        }
    }

    private static byte[] hint(PairKeys keys, byte[] clientNonce, Binding binding) {
        return Arrays.copyOf(Hmac.sha256(keys.hint(), HINT_LABEL, clientNonce, binding.value()), HINT);
    }

    private static Transcript transcript(Purpose purpose, Binding binding, ProtocolVersions client, ProtocolVersions server,
            byte[] clientId, byte[] serverId, byte[] clientNonce, byte[] serverNonce) {
        return Transcript.builder().versions(client, server).identities(clientId, serverId)
                .nonces(clientNonce, serverNonce).binding(binding).method(AuthMethod.PAIRED, purpose).build();
    }

    /** The side that opened the connection; it knows whom it called. */
    public static final class Client {
        private final Steps steps = new Steps();
        private final Purpose purpose;
        private final SigningKey self;
        private final Peer server;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final byte[] nonce;
        private Transcript transcript;

        /**
         * @param purpose one {@linkplain Purpose#ofPairs of pairs}
         * @param self this device's identity; only read
         * @param server whom this side means to reach
         * @param versions what this side offers
         */
        public Client(Purpose purpose, SigningKey self, Peer server, Binding binding, ProtocolVersions versions,
                SecureRandom random) {
            this.purpose = purpose;
            this.self = self;
            this.server = server;
            this.binding = binding;
            this.versions = versions;
            this.nonce = Steps.nonce(random);
        }

        /** The first message. */
        public byte[] hello() {
            steps.take(0);
            byte[] hello = join(nonce, hint(server.keys, nonce, binding));
            steps.done(0);
            return hello;
        }

        /** Checks the server's challenge and answers it; {@code serverVersions} came with it. */
        public byte[] prove(ProtocolVersions serverVersions, byte[] challenge) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(challenge, CHALLENGE_LENGTH);
            Steps.requireCommonVersion(versions, serverVersions);
            byte[] serverNonce = part(challenge, 0, NONCE);
            Steps.refuseEcho(nonce, serverNonce);
            if (Arrays.equals(self.publicKey(), server.publicKey)) {
                throw new AuthFailedException(AuthFailedException.Reason.WRONG_IDENTITY);
            }
            transcript = transcript(
                    purpose, binding, versions, serverVersions, self.deviceId(), server.deviceId(), nonce, serverNonce);
            byte[] t = transcript.hash();
            if (!Hmac.verify(part(challenge, NONCE, CHALLENGE_LENGTH), server.keys.server(), SERVER_LABEL, t)) {
                throw new AuthFailedException(AuthFailedException.Reason.WRONG_PROOF);
            }
            byte[] proof = join(Hmac.sha256(server.keys.client(), CLIENT_LABEL, t), self.sign(join(CLIENT_SIGNS, t)));
            steps.done(1);
            return proof;
        }

        /** Checks the server's signature: after this the server is who was called. */
        public LinkKeys finish(byte[] confirmation) throws AuthFailedException {
            steps.take(2);
            Steps.requireLength(confirmation, CONFIRMATION_LENGTH);
            if (!Ed25519.verify(server.publicKey, join(SERVER_SIGNS, transcript.hash()), confirmation)) {
                throw new AuthFailedException(AuthFailedException.Reason.BAD_SIGNATURE);
            }
            return new LinkKeys(transcript, server.keys.link(), LINK_LABEL);
        }
    }

    /** The side that was called; it finds out who calls. */
    public static final class Server {
        private final Steps steps = new Steps();
        private final Purpose purpose;
        private final SigningKey self;
        private final List<Peer> peers;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final SecureRandom random;
        private Peer peer;
        private Transcript transcript;

        /**
         * @param purpose one {@linkplain Purpose#ofPairs of pairs}
         * @param self this device's identity; only read
         * @param peers the devices that may connect now: blocked ones are left out, and so look like strangers
         * @param versions what this side offers, sent with the challenge
         */
        public Server(Purpose purpose, SigningKey self, Collection<Peer> peers, Binding binding, ProtocolVersions versions,
                SecureRandom random) {
            this.purpose = purpose;
            this.self = self;
            this.peers = List.copyOf(peers);
            this.binding = binding;
            this.versions = versions;
            this.random = random;
        }

        /**
         * Finds the peer by its hint and challenges it; {@code clientVersions} came with the hello. Every pair is
         * tried, so that the time does not tell which was meant; and for an unknown hint the same work is done.
         */
        public byte[] challenge(ProtocolVersions clientVersions, byte[] hello) throws AuthFailedException {
            steps.take(0);
            Steps.requireLength(hello, HELLO_LENGTH);
            Steps.requireCommonVersion(clientVersions, versions);
            byte[] clientNonce = part(hello, 0, NONCE);
            byte[] serverNonce = Steps.nonce(random);
            Peer found = find(clientNonce, part(hello, NONCE, HELLO_LENGTH));
            try (PairKeys nobody = PairKeys.of(Steps.nonce(random))) {
                Peer answering = found == null ? new Peer(self.publicKey(), nobody) : found;
                Transcript t = transcript(purpose, binding, clientVersions, versions,
                        answering.deviceId(), self.deviceId(), clientNonce, serverNonce);
                byte[] challenge =
                        join(serverNonce, Hmac.sha256(answering.keys.server(), SERVER_LABEL, t.hash()));
                if (found == null || Arrays.equals(found.publicKey, self.publicKey())) {
                    throw new AuthFailedException(AuthFailedException.Reason.UNKNOWN_PEER);
                }
                peer = found;
                transcript = t;
                steps.done(0);
                return challenge;
            }
        }

        /** Checks both proofs of the client and gives this side's signature, the last message. */
        public byte[] confirm(byte[] proof) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(proof, PROOF_LENGTH);
            byte[] t = transcript.hash();
            if (!Hmac.verify(part(proof, 0, Hmac.LENGTH), peer.keys.client(), CLIENT_LABEL, t)) {
                throw new AuthFailedException(AuthFailedException.Reason.WRONG_PROOF);
            }
            if (!Ed25519.verify(peer.publicKey, join(CLIENT_SIGNS, t), part(proof, Hmac.LENGTH, PROOF_LENGTH))) {
                throw new AuthFailedException(AuthFailedException.Reason.BAD_SIGNATURE);
            }
            byte[] confirmation = self.sign(join(SERVER_SIGNS, t));
            steps.done(1);
            return confirmation;
        }

        /** Who called; only after {@link #confirm} went well. */
        public Peer peer() {
            requireConfirmed();
            return peer;
        }

        /** The keys of the link; only after {@link #confirm} went well. The caller closes them. */
        public LinkKeys keys() {
            requireConfirmed();
            return new LinkKeys(transcript, peer.keys.link(), LINK_LABEL);
        }

        private void requireConfirmed() {
            if (!steps.completed(1)) {
                throw new IllegalStateException("nobody has been authenticated on this link");
            }
        }

        private Peer find(byte[] clientNonce, byte[] hint) {
            Peer found = null;
            for (Peer candidate : peers) {
                boolean matches = MessageDigest.isEqual(hint(candidate.keys, clientNonce, binding), hint);
                found = matches ? candidate : found;
            }
            return found;
        }
    }
}
