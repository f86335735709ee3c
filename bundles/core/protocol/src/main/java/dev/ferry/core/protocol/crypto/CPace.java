package dev.ferry.core.protocol.crypto;

import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * One run of the password-authenticated key exchange CPACE-X25519-SHA512 in initiator-responder mode:
 * draft-irtf-cfrg-cpace-21, sections 7 and 8.2, with the test vectors of its appendix B.1.
 *
 * <p>Both sides that start from the same secret, channel identifier and session id, and that see the same shares and
 * associated data, end with the same key; anyone else learns whether one guess of the secret was right, and nothing
 * that helps to try a second one offline. The key is only implicitly authenticated: {@link CodeAuth} adds the key
 * confirmation.
 *
 * <p>An object serves one run: {@link #finish} works once, succeeds or fails, and wipes the private scalar either way
 * (a scalar must never be used twice, section 10.9). Not thread-safe.
 */
public final class CPace implements AutoCloseable {
    /** Length of a share in bytes. */
    public static final int SHARE_LENGTH = X25519.LENGTH;
    /** Length of the intermediate session key (ISK) in bytes. */
    public static final int KEY_LENGTH = 64;

    private static final byte[] ISK_DOMAIN = Hkdf.label("CPace255_ISK");

    private final boolean initiator;
    private final byte[] sessionId;
    private final byte[] associatedData;
    private final byte[] scalar;
    private final byte[] share;
    private boolean used;

    private CPace(boolean initiator, byte[] generator, byte[] sessionId, byte[] associatedData, byte[] scalar) {
        this.initiator = initiator;
        this.sessionId = sessionId.clone();
        this.associatedData = associatedData.clone();
        this.scalar = scalar;
        this.share = X25519.multiply(scalar, generator)
                .orElseThrow(() -> new IllegalStateException("the generator is a point of low order"));
    }

    /**
     * The side that sends its share first.
     *
     * @param secret the password-related string (PRS); copied into the generator, the caller wipes it
     * @param channelIdentifier CI: what both sides know of the channel, with the parties in their roles
     * @param sessionId sid: unique for this run, from random bytes of both sides
     * @param associatedData ADa, this side's data, sent to the peer beside the share; may be empty
     * @param random where the scalar comes from
     */
    public static CPace initiator(
            byte[] secret, byte[] channelIdentifier, byte[] sessionId, byte[] associatedData, SecureRandom random) {
        return start(true, secret, channelIdentifier, sessionId, associatedData, randomScalar(random));
    }

    /** The side that answers; parameters as for {@link #initiator}, {@code associatedData} being ADb. */
    public static CPace responder(
            byte[] secret, byte[] channelIdentifier, byte[] sessionId, byte[] associatedData, SecureRandom random) {
        return start(false, secret, channelIdentifier, sessionId, associatedData, randomScalar(random));
    }

    /** With a known scalar, for the test vectors. Takes ownership of {@code scalar}. */
    static CPace start(boolean initiator, byte[] secret, byte[] channelIdentifier, byte[] sessionId,
            byte[] associatedData, byte[] scalar) {
        byte[] generator = CPaceGenerator.calculate(secret, channelIdentifier, sessionId);
        try {
            return new CPace(initiator, generator, sessionId, associatedData, scalar);
        } finally {
            Wipe.bytes(generator);
        }
    }

    /** This side's public share, {@link #SHARE_LENGTH} bytes, to be sent with the associated data. */
    public byte[] share() {
        return share.clone();
    }

    /**
     * Ends the run with what the peer sent.
     *
     * @return the intermediate session key (ISK), {@link #KEY_LENGTH} bytes, which the caller derives keys from and wipes
     * @throws AuthFailedException if the share has the wrong length or leads to the neutral element
     * @throws IllegalStateException if this run has ended already
     */
    public byte[] finish(byte[] peerShare, byte[] peerAssociatedData) throws AuthFailedException {
        if (used) {
            throw new IllegalStateException("a CPace run ends once");
        }
        used = true;
        try {
            if (peerShare.length != SHARE_LENGTH) {
                throw new AuthFailedException(AuthFailedException.Reason.MALFORMED);
            }
            byte[] point = X25519.multiply(scalar, peerShare)
                    .orElseThrow(() -> new AuthFailedException(AuthFailedException.Reason.WEAK_POINT));
            try {
                return intermediateSessionKey(point, peerShare, peerAssociatedData);
            } finally {
                Wipe.bytes(point);
            }
        } finally {
            Wipe.bytes(scalar);
        }
    }

    /** Wipes the scalar; the run can no longer be finished. */
    @Override
    public void close() {
        used = true;
        Wipe.bytes(scalar);
    }

    private byte[] intermediateSessionKey(byte[] point, byte[] peerShare, byte[] peerAssociatedData) {
        byte[] mine = CPaceGenerator.lvCat(share, associatedData);
        byte[] theirs = CPaceGenerator.lvCat(peerShare, peerAssociatedData);
        byte[] prefix = CPaceGenerator.lvCat(ISK_DOMAIN, sessionId, point);
        MessageDigest sha512 = Hash.digest("SHA-512");
        sha512.update(prefix);
        sha512.update(initiator ? mine : theirs);
        sha512.update(initiator ? theirs : mine);
        Wipe.bytes(prefix);
        return sha512.digest();
    }

    private static byte[] randomScalar(SecureRandom random) {
        byte[] scalar = new byte[X25519.LENGTH];
        random.nextBytes(scalar);
        return scalar;
    }
}
