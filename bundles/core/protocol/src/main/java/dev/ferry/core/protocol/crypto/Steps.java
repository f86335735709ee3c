package dev.ferry.core.protocol.crypto;

import java.security.SecureRandom;
import java.util.Arrays;

/** The order of one side's steps: each is taken once, after the one before it, and none after a failure. */
final class Steps {
    private static final int ENDED = -1;

    private int next;

    /** Takes the step, or refuses because it is not its turn. */
    void take(int step) {
        if (next != step) {
            throw new IllegalStateException(next == ENDED
                    ? "this authentication has ended"
                    : "step " + step + " of the authentication was called when step " + next + " was due");
        }
        // Ended until the step says that it went well: whatever throws in between leaves nothing to go on with.
        next = ENDED;
    }

    /** The step went well and the one after it is due. */
    void done(int step) {
        next = step + 1;
    }

    /** Whether exactly {@code step} is the last that went well. */
    boolean completed(int step) {
        return next == step + 1;
    }

    /** Nothing more may come, if the last step has not been reached. */
    void endUnless(int last) {
        if (!completed(last)) {
            next = ENDED;
        }
    }

    /** Checks the length of a message. */
    static void requireLength(byte[] message, int length) throws AuthFailedException {
        if (message.length != length) {
            throw new AuthFailedException(AuthFailedException.Reason.MALFORMED);
        }
    }

    /** Bytes {@code from} to {@code to} of a message whose length has been checked. */
    static byte[] part(byte[] message, int from, int to) {
        return Arrays.copyOfRange(message, from, to);
    }

    static byte[] join(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    static byte[] nonce(SecureRandom random) {
        byte[] nonce = new byte[Transcript.LENGTH];
        random.nextBytes(nonce);
        return nonce;
    }

    /** A peer that sends our own nonce back has none of its own and is up to something. */
    static void refuseEcho(byte[] mine, byte[] theirs) throws AuthFailedException {
        if (Arrays.equals(mine, theirs)) {
            throw new AuthFailedException(AuthFailedException.Reason.ECHOED);
        }
    }

    /** Both offers must share a version. */
    static void requireCommonVersion(ProtocolVersions client, ProtocolVersions server) throws AuthFailedException {
        if (client.highestCommon(server).isEmpty()) {
            throw new AuthFailedException(AuthFailedException.Reason.NO_COMMON_VERSION);
        }
    }
}
