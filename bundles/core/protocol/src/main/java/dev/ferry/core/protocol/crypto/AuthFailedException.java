package dev.ferry.core.protocol.crypto;

/**
 * The other side did not prove what it had to prove. The link must be closed.
 *
 * <p>The reason is for this side's own log and screen only. The peer is told nothing but the close, so that it
 * cannot learn which check it failed.
 */
public final class AuthFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What went wrong, for the local side only. */
    public enum Reason {
        /** A message had a length or form that no honest peer sends. */
        MALFORMED("the other side sent a message that this protocol does not have"),
        /** A value of this side came back as the other side's own: someone reflects what he hears. */
        ECHOED("the other side sent back what this side had sent"),
        /** Some purposes are for pairs alone, and others never for them. */
        UNFIT_PURPOSE("the other side wants what may not be had by that method"),
        /** Whoever asks for one knows its number, and may be late. */
        NO_SUCH_CODE("no code of that number may be tried on this device now for that purpose"),
        /** No protocol version is known to both sides. */
        NO_COMMON_VERSION("the two sides have no protocol version in common; update the older one"),
        /** The client is none of the paired devices that may connect. */
        UNKNOWN_PEER("the other side is not paired with this device"),
        /** A message authentication code is wrong: a wrong code, a wrong key, or someone in between. */
        WRONG_PROOF("the other side does not know the secret, or someone is in between"),
        /** A signature is wrong. */
        BAD_SIGNATURE("the other side could not prove its identity"),
        /** A public value lies in a small subgroup; only an attacker sends one. */
        WEAK_POINT("the other side sent a weak key"),
        /** The identity that answered is this device's own, or not the one that was called. */
        WRONG_IDENTITY("the device that answered is not the one that was called"),
        /** The opened value is not the one that was committed to. */
        COMMITMENT_BROKEN("the other side changed its contribution to the check words");

        private final String sentence;

        Reason(String sentence) {
            this.sentence = sentence;
        }

        /** For the local person; begins with a small letter and ends without a full stop. */
        public String sentence() {
            return sentence;
        }
    }

    private final Reason reason;

    /** A failure for {@code reason}; the message is a sentence for the local person and holds no secret. */
    public AuthFailedException(Reason reason) {
        super(reason.sentence);
        this.reason = reason;
    }

    private AuthFailedException(AuthFailedException cause, String place) {
        super(cause.reason.sentence + " (" + place + ")", cause);
        this.reason = cause.reason;
    }

    /** The same; its message says besides where in the greeting it was. For the log of this side. */
    public AuthFailedException in(String place) {
        return new AuthFailedException(this, place);
    }

    /** The reason; never send it to the peer. */
    public Reason reason() {
        return reason;
    }
}
