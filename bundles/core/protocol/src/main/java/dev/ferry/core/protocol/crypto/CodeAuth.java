package dev.ferry.core.protocol.crypto;

import static dev.ferry.core.protocol.crypto.Steps.join;
import static dev.ferry.core.protocol.crypto.Steps.part;

import java.security.SecureRandom;

/**
 * Two strangers prove to each other that they know the same code or ticket, methods {@link AuthMethod#CODE} and
 * {@link AuthMethod#TICKET}: CPace inside the link, then key confirmation in both directions. "Client" opened the
 * connection; either side may be the one that shows the code.
 *
 * <pre>
 *     Client                                      Server
 *       hello      nonceC                      →  share
 *       prove      ←  nonceS ‖ Ys                 (CPace initiator)
 *       prove      Yc ‖ HMAC(client, "C"‖T)    →  confirm
 *       finish     ←  HMAC(server, "S"‖T)
 * </pre>
 *
 * <p>The CPace run has PRS = the secret, CI = T, sid = nonceC ‖ nonceS and no associated data, so it is bound to this
 * link, to both roles and to the purpose before it begins. The ids in T are the hashes of the throwaway certificates;
 * identities come after this, inside {@link IdentityExchange}. client and server are keys derived by HKDF from ISK with
 * salt T.
 *
 * <p><b>One guess.</b> Whoever does not know the secret can try one guess in a run. {@link Client#spent} and
 * {@link Server#spent} say when a run has given the peer that chance; from then on anything but success, a lost
 * connection too, counts as a failed try of the code. A peer that merely connects and leaves has spent nothing.
 */
public final class CodeAuth {
    /** Length of the first message in bytes. */
    public static final int HELLO_LENGTH = Transcript.LENGTH;
    /** Length of the second message in bytes. */
    public static final int SHARE_LENGTH = Transcript.LENGTH + CPace.SHARE_LENGTH;
    /** Length of the third message in bytes. */
    public static final int PROOF_LENGTH = CPace.SHARE_LENGTH + Hmac.LENGTH;
    /** Length of the fourth message in bytes. */
    public static final int CONFIRMATION_LENGTH = Hmac.LENGTH;

    private static final int NONCE = Transcript.LENGTH;
    private static final byte[] NO_DATA = {};
    private static final byte[] CLIENT_LABEL = Hkdf.label("C");
    private static final byte[] SERVER_LABEL = Hkdf.label("S");

    private CodeAuth() {
    }

    private static void requireCodeMethod(AuthMethod method) {
        if (method != AuthMethod.CODE && method != AuthMethod.TICKET) {
            throw new IllegalArgumentException("no secret is shared in the method " + method);
        }
    }

    private static Transcript transcript(Binding binding, ProtocolVersions client, ProtocolVersions server,
            byte[] clientNonce, byte[] serverNonce, AuthMethod method, Purpose purpose) {
        return Transcript.builder().versions(client, server)
                .identities(binding.clientCertificateHash(), binding.serverCertificateHash())
                .nonces(clientNonce, serverNonce).binding(binding).method(method, purpose).build();
    }

    /** The keys that confirm and the secret that remains, from ISK. */
    private record Confirmation(byte[] client, byte[] server, LinkKeys link) {
        static Confirmation of(byte[] isk, Transcript transcript) {
            byte[] salt = transcript.hash();
            return new Confirmation(
                    Hkdf.derive(isk, salt, "ferry-code-client-v1", Hmac.LENGTH),
                    Hkdf.derive(isk, salt, "ferry-code-server-v1", Hmac.LENGTH),
                    new LinkKeys(transcript, isk, "ferry-code-link-v1"));
        }

        void wipeConfirmationKeys() {
            Wipe.bytes(client, server);
        }

        void wipeAll() {
            wipeConfirmationKeys();
            link.close();
        }
    }

    /** The side that opened the connection. */
    public static final class Client implements AutoCloseable {
        private final Steps steps = new Steps();
        private final AuthMethod method;
        private final Purpose purpose;
        private final byte[] secret;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final SecureRandom random;
        private final byte[] nonce;
        private Confirmation keys;
        private boolean spent;

        /**
         * @param secret PRS: {@link PairingCode#secret} or {@link Ticket#secret}; copied, the caller wipes its own
         * @param versions what this side offers
         */
        public Client(AuthMethod method, Purpose purpose, byte[] secret, Binding binding, ProtocolVersions versions,
                SecureRandom random) {
            requireCodeMethod(method);
            this.method = method;
            this.purpose = purpose;
            this.secret = secret.clone();
            this.binding = binding;
            this.versions = versions;
            this.random = random;
            this.nonce = Steps.nonce(random);
        }

        /** The first message. */
        public byte[] hello() {
            steps.take(0);
            steps.done(0);
            return nonce.clone();
        }

        /** Takes the server's share and answers with the own one and the first proof of knowledge. */
        public byte[] prove(ProtocolVersions serverVersions, byte[] share) throws AuthFailedException {
            steps.take(1);
            byte[] isk = null;
            try {
                Steps.requireLength(share, SHARE_LENGTH);
                Steps.requireCommonVersion(versions, serverVersions);
                byte[] serverNonce = part(share, 0, NONCE);
                Steps.refuseEcho(nonce, serverNonce);
                Transcript t = transcript(binding, versions, serverVersions, nonce, serverNonce, method, purpose);
                byte[] mine;
                try (CPace cpace = CPace.responder(secret, t.hash(), join(nonce, serverNonce), NO_DATA, random)) {
                    isk = cpace.finish(part(share, NONCE, SHARE_LENGTH), NO_DATA);
                    mine = cpace.share();
                }
                keys = Confirmation.of(isk, t);
                byte[] proof = join(mine, Hmac.sha256(keys.client, CLIENT_LABEL, t.hash()));
                spent = true;
                steps.done(1);
                return proof;
            } finally {
                Wipe.bytes(secret, isk);
            }
        }

        /** Checks the server's confirmation: after this both know that both knew the secret. The caller closes the keys. */
        public LinkKeys finish(byte[] confirmation) throws AuthFailedException {
            steps.take(2);
            boolean confirmed = false;
            try {
                Steps.requireLength(confirmation, CONFIRMATION_LENGTH);
                confirmed = Hmac.verify(confirmation, keys.server, SERVER_LABEL, keys.link.transcript().hash());
                if (!confirmed) {
                    throw new AuthFailedException(AuthFailedException.Reason.WRONG_PROOF);
                }
                steps.done(2);
                return keys.link;
            } finally {
                if (confirmed) {
                    keys.wipeConfirmationKeys();
                } else {
                    keys.wipeAll();
                }
            }
        }

        /** Whether the server has had its one guess at the secret. */
        public boolean spent() {
            return spent;
        }

        /** Wipes what is left, unless the run went well: then the keys belong to the caller. */
        @Override
        public void close() {
            Wipe.bytes(secret);
            if (keys != null && !steps.completed(2)) {
                keys.wipeAll();
            }
            steps.endUnless(2);
        }
    }

    /** The side that was called. */
    public static final class Server implements AutoCloseable {
        private final Steps steps = new Steps();
        private final AuthMethod method;
        private final Purpose purpose;
        private final byte[] secret;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final SecureRandom random;
        private Transcript transcript;
        private CPace cpace;
        private Confirmation keys;
        private boolean spent;

        /** Parameters as for {@link Client}. */
        public Server(AuthMethod method, Purpose purpose, byte[] secret, Binding binding, ProtocolVersions versions,
                SecureRandom random) {
            requireCodeMethod(method);
            this.method = method;
            this.purpose = purpose;
            this.secret = secret.clone();
            this.binding = binding;
            this.versions = versions;
            this.random = random;
        }

        /** Takes the client's nonce and gives the own one with a share; nothing in it helps to guess the secret. */
        public byte[] share(ProtocolVersions clientVersions, byte[] hello) throws AuthFailedException {
            steps.take(0);
            try {
                Steps.requireLength(hello, HELLO_LENGTH);
                Steps.requireCommonVersion(clientVersions, versions);
                byte[] nonce = Steps.nonce(random);
                transcript = transcript(binding, clientVersions, versions, hello, nonce, method, purpose);
                cpace = CPace.initiator(secret, transcript.hash(), join(hello, nonce), NO_DATA, random);
                byte[] share = join(nonce, cpace.share());
                steps.done(0);
                return share;
            } finally {
                Wipe.bytes(secret);
            }
        }

        /** Checks the client's proof and confirms; a wrong proof is answered by nothing. */
        public byte[] confirm(byte[] proof) throws AuthFailedException {
            steps.take(1);
            spent = true;
            byte[] isk = null;
            boolean confirmed = false;
            try {
                Steps.requireLength(proof, PROOF_LENGTH);
                byte[] peerShare = part(proof, 0, CPace.SHARE_LENGTH);
                Steps.refuseEcho(cpace.share(), peerShare);
                isk = cpace.finish(peerShare, NO_DATA);
                keys = Confirmation.of(isk, transcript);
                byte[] t = transcript.hash();
                confirmed = Hmac.verify(part(proof, CPace.SHARE_LENGTH, PROOF_LENGTH), keys.client, CLIENT_LABEL, t);
                if (!confirmed) {
                    throw new AuthFailedException(AuthFailedException.Reason.WRONG_PROOF);
                }
                byte[] confirmation = Hmac.sha256(keys.server, SERVER_LABEL, t);
                keys.wipeConfirmationKeys();
                steps.done(1);
                return confirmation;
            } finally {
                Wipe.bytes(isk);
                cpace.close();
                if (!confirmed && keys != null) {
                    keys.wipeAll();
                }
            }
        }

        /** The keys of the link; only after {@link #confirm} went well. The caller closes them. */
        public LinkKeys keys() {
            if (!steps.completed(1)) {
                throw new IllegalStateException("nobody has been authenticated on this link");
            }
            return keys.link;
        }

        /** Whether the client has had its one guess at the secret. */
        public boolean spent() {
            return spent;
        }

        /** Wipes what is left, unless the run went well: then the keys belong to the caller. */
        @Override
        public void close() {
            Wipe.bytes(secret);
            if (cpace != null) {
                cpace.close();
            }
            steps.endUnless(1);
        }
    }
}
