package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Steps.join;
import static dev.ferry.core.protocol.crypto.Steps.part;

import java.util.Arrays;

/**
 * The second half of pairing: after {@link CodeAuth} has confirmed the code both ways, and not before, both sides show
 * their identity keys, prove that they hold them, and derive the secret K_pair of the pair.
 *
 * <pre>
 *     Client                                                     Server
 *       introduce  keyC                                       →  answer
 *       prove      ←  keyS ‖ HMAC(server, "S"‖T) ‖ Ed25519_S("ferry-pair-v1 S"‖T)
 *       prove      HMAC(client, "C"‖T) ‖ Ed25519_C("ferry-pair-v1 C"‖T)   →  accept
 * </pre>
 *
 * <p>T is the transcript of the code run with the device ids in place of the certificate hashes. client and server are
 * exported from the {@link LinkKeys} under {@code identity-client} and {@code identity-server}; K_pair is HKDF over the
 * export {@code pair} with salt T and label {@code ferry-pair-v1}. What is returned is proved, not yet stored: whether
 * to store it is the person's decision.
 */
public final class IdentityExchange {
    /** Length of the first message in bytes. */
    public static final int INTRODUCTION_LENGTH = Ed25519.KEY_LENGTH;
    /** Length of the third message in bytes. */
    public static final int PROOF_LENGTH = Hmac.LENGTH + Ed25519.SIGNATURE_LENGTH;
    /** Length of the second message in bytes. */
    public static final int ANSWER_LENGTH = Ed25519.KEY_LENGTH + PROOF_LENGTH;

    private static final Side CLIENT = new Side("identity-client", "C");
    private static final Side SERVER = new Side("identity-server", "S");

    private IdentityExchange() {
    }

    /** A pair that has just been made. Holds a secret until closed. */
    public static final class NewPair implements AutoCloseable {
        private final byte[] publicKey;
        private final byte[] secret;

        private NewPair(byte[] publicKey, LinkKeys keys, Transcript transcript) {
            this.publicKey = publicKey;
            byte[] exported = keys.export("pair", PairKeys.SECRET_LENGTH);
            this.secret = Hkdf.derive(exported, transcript.hash(), "ferry-pair-v1", PairKeys.SECRET_LENGTH);
            Wipe.bytes(exported);
        }

        /** The other device's identity key, raw Ed25519. */
        public byte[] publicKey() {
            return publicKey.clone();
        }

        /** The other device's id. */
        public byte[] deviceId() {
            return Ed25519.deviceId(publicKey);
        }

        /** K_pair, {@link PairKeys#SECRET_LENGTH} bytes, for the trust store; a copy that the caller wipes. */
        public byte[] secret() {
            return secret.clone();
        }

        /** Wipes K_pair. */
        @Override
        public void close() {
            Wipe.bytes(secret);
        }
    }

    /** What a role says and how it is checked. */
    private record Side(String export, String label) {
        byte[] prove(LinkKeys keys, SigningKey self, Transcript transcript) {
            byte[] key = keys.export(export, Hmac.LENGTH);
            try {
                byte[] t = transcript.hash();
                return join(Hmac.sha256(key, Hkdf.label(label), t), self.sign(join(signed(), t)));
            } finally {
                Wipe.bytes(key);
            }
        }

        void check(LinkKeys keys, byte[] publicKey, Transcript transcript, byte[] proof) throws AuthFailedException {
            byte[] key = keys.export(export, Hmac.LENGTH);
            try {
                byte[] t = transcript.hash();
                if (!Hmac.verify(part(proof, 0, Hmac.LENGTH), key, Hkdf.label(label), t)) {
                    throw new AuthFailedException(AuthFailedException.Reason.WRONG_PROOF);
                }
                if (!Ed25519.verify(publicKey, join(signed(), t), part(proof, Hmac.LENGTH, PROOF_LENGTH))) {
                    throw new AuthFailedException(AuthFailedException.Reason.BAD_SIGNATURE);
                }
            } finally {
                Wipe.bytes(key);
            }
        }

        private byte[] signed() {
            return Hkdf.label("ferry-pair-v1 " + label);
        }
    }

    private static void requireOther(byte[] publicKey, SigningKey self) throws AuthFailedException {
        if (!Ed25519.isAcceptable(publicKey)) {
            throw new AuthFailedException(AuthFailedException.Reason.WEAK_POINT);
        }
        if (Arrays.equals(publicKey, self.publicKey())) {
            throw new AuthFailedException(AuthFailedException.Reason.WRONG_IDENTITY);
        }
    }

    /** The side that opened the connection. */
    public static final class Client {
        private final Steps steps = new Steps();
        private final SigningKey self;
        private final LinkKeys keys;
        private NewPair pair;

        /** Over a link whose code is confirmed; neither is closed here. */
        public Client(SigningKey self, LinkKeys keys) {
            this.self = self;
            this.keys = keys;
        }

        /** The first message: who this side is. */
        public byte[] introduce() {
            steps.take(0);
            steps.done(0);
            return self.publicKey();
        }

        /** Checks who the server is and proves who this side is. */
        public byte[] prove(byte[] answer) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(answer, ANSWER_LENGTH);
            byte[] serverKey = part(answer, 0, Ed25519.KEY_LENGTH);
            requireOther(serverKey, self);
            Transcript t = keys.transcript().withIdentities(self.deviceId(), Ed25519.deviceId(serverKey));
            SERVER.check(keys, serverKey, t, part(answer, Ed25519.KEY_LENGTH, ANSWER_LENGTH));
            byte[] proof = CLIENT.prove(keys, self, t);
            pair = new NewPair(serverKey, keys, t);
            steps.done(1);
            return proof;
        }

        /** The pair; only after {@link #prove} went well. The caller closes it. */
        public NewPair pair() {
            if (!steps.completed(1)) {
                throw new IllegalStateException("the other device has not proved its identity");
            }
            return pair;
        }
    }

    /** The side that was called. */
    public static final class Server {
        private final Steps steps = new Steps();
        private final SigningKey self;
        private final LinkKeys keys;
        private byte[] clientKey;
        private Transcript transcript;

        /** Over a link whose code is confirmed; neither is closed here. */
        public Server(SigningKey self, LinkKeys keys) {
            this.self = self;
            this.keys = keys;
        }

        /** Takes the client's key and answers with this side's, proved. */
        public byte[] answer(byte[] introduction) throws AuthFailedException {
            steps.take(0);
            Steps.requireLength(introduction, INTRODUCTION_LENGTH);
            requireOther(introduction, self);
            clientKey = introduction.clone();
            transcript = keys.transcript().withIdentities(Ed25519.deviceId(clientKey), self.deviceId());
            byte[] answer = join(self.publicKey(), SERVER.prove(keys, self, transcript));
            steps.done(0);
            return answer;
        }

        /** Checks who the client is. The caller closes the pair. */
        public NewPair accept(byte[] proof) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(proof, PROOF_LENGTH);
            CLIENT.check(keys, clientKey, transcript, proof);
            steps.done(1);
            return new NewPair(clientKey, keys, transcript);
        }
    }
}
