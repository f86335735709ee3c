package dev.ferry.core.protocol.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.List;

/**
 * Two strangers who found each other by discovery get four words to compare, method {@link AuthMethod#WORDS}: a short
 * authentication string with commitment. "Client" opened the connection.
 *
 * <pre>
 *     Client                                                      Server
 *       commit     SHA-256("ferry-words-commit-v1" ‖ B ‖ nonceC)  →  answer
 *       open       ←  nonceS
 *       open       nonceC                                       →  verify
 * </pre>
 *
 * <p>words = the first 40 bits of HKDF(nonceC ‖ nonceS, salt = T, "ferry-words-v1"), ten bits a word out of 1,024.
 *
 * <p><b>Odds.</b> Who sits in between runs this once with each side, with another B each time. The commitment makes
 * him fix his contribution on both links before he sees the honest one, so he cannot search for words that match: each
 * attempt succeeds with probability 2^-40, about one in a million million, and every attempt is a consent prompt on
 * both screens. Comparing only the first two words leaves one in a million. The words protect only who compares them.
 */
public final class CheckWords {
    /** Words in a comparison. */
    public static final int COUNT = 4;
    /** Length of each of the three messages in bytes. */
    public static final int MESSAGE_LENGTH = Transcript.LENGTH;

    private static final byte[] COMMIT_LABEL = Hkdf.label("ferry-words-commit-v1");
    private static final int WORDS_LENGTH = COUNT * WordList.BITS / Byte.SIZE;

    private CheckWords() {
    }

    /**
     * What the run gives. The words are no secret, but show them only beside what they vouch for.
     *
     * @param words {@link #COUNT} words to show in this order
     * @param keys of the link; the caller closes them
     */
    public record Result(List<String> words, LinkKeys keys) {
        /** Copies the list. */
        public Result {
            words = List.copyOf(words);
        }
    }

    private static byte[] commitment(Binding binding, byte[] clientNonce) {
        return Hash.sha256(COMMIT_LABEL, binding.value(), clientNonce);
    }

    private static Result derive(Binding binding, Purpose purpose, ProtocolVersions client, ProtocolVersions server,
            byte[] clientNonce, byte[] serverNonce) {
        Transcript t = Transcript.builder().versions(client, server)
                .identities(binding.clientCertificateHash(), binding.serverCertificateHash())
                .nonces(clientNonce, serverNonce).binding(binding).method(AuthMethod.WORDS, purpose).build();
        byte[] both = Steps.join(clientNonce, serverNonce);
        byte[] digits = Hkdf.derive(both, t.hash(), "ferry-words-v1", WORDS_LENGTH);
        Result result = new Result(WordList.words(digits), new LinkKeys(t, both, "ferry-words-link-v1"));
        Wipe.bytes(both);
        return result;
    }

    /** The side that opened the connection. */
    public static final class Client {
        private final Steps steps = new Steps();
        private final Purpose purpose;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final byte[] nonce;
        private Result result;

        /** {@code versions}: what this side offers. */
        public Client(Purpose purpose, Binding binding, ProtocolVersions versions, SecureRandom random) {
            this.purpose = purpose;
            this.binding = binding;
            this.versions = versions;
            this.nonce = Steps.nonce(random);
        }

        /** The first message: fixes this side's contribution without showing it. */
        public byte[] commit() {
            steps.take(0);
            steps.done(0);
            return commitment(binding, nonce);
        }

        /** Takes the server's contribution and shows the own one. */
        public byte[] open(ProtocolVersions serverVersions, byte[] serverNonce) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(serverNonce, MESSAGE_LENGTH);
            Steps.requireCommonVersion(versions, serverVersions);
            Steps.refuseEcho(nonce, serverNonce);
            Steps.refuseEcho(commitment(binding, nonce), serverNonce);
            result = derive(binding, purpose, versions, serverVersions, nonce, serverNonce);
            steps.done(1);
            return nonce.clone();
        }

        /** The words; only after {@link #open} went well. */
        public Result result() {
            if (!steps.completed(1)) {
                throw new IllegalStateException("there are no words yet");
            }
            return result;
        }
    }

    /** The side that was called. */
    public static final class Server {
        private final Steps steps = new Steps();
        private final Purpose purpose;
        private final Binding binding;
        private final ProtocolVersions versions;
        private final byte[] nonce;
        private ProtocolVersions clientVersions;
        private byte[] commitment;

        /** {@code versions}: what this side offers. */
        public Server(Purpose purpose, Binding binding, ProtocolVersions versions, SecureRandom random) {
            this.purpose = purpose;
            this.binding = binding;
            this.versions = versions;
            this.nonce = Steps.nonce(random);
        }

        /** Keeps the client's commitment and gives this side's contribution. */
        public byte[] answer(ProtocolVersions clientVersions, byte[] commitment) throws AuthFailedException {
            steps.take(0);
            Steps.requireLength(commitment, MESSAGE_LENGTH);
            Steps.requireCommonVersion(clientVersions, versions);
            this.clientVersions = clientVersions;
            this.commitment = commitment.clone();
            steps.done(0);
            return nonce.clone();
        }

        /** Checks that the client shows what it committed to; only then are there words. */
        public Result verify(byte[] clientNonce) throws AuthFailedException {
            steps.take(1);
            Steps.requireLength(clientNonce, MESSAGE_LENGTH);
            Steps.refuseEcho(nonce, clientNonce);
            if (!MessageDigest.isEqual(commitment, commitment(binding, clientNonce))) {
                throw new AuthFailedException(AuthFailedException.Reason.COMMITMENT_BROKEN);
            }
            steps.done(1);
            return derive(binding, purpose, clientVersions, versions, clientNonce, nonce);
        }
    }
}
