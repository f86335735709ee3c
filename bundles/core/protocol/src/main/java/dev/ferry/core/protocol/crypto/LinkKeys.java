package dev.ferry.core.protocol.crypto;

/**
 * What an authentication leaves behind: the agreed {@link Transcript} and a secret that exactly the two authenticated
 * ends of this link know. TLS goes on protecting the link; this secret is for what outlives or joins links (pairing,
 * resuming, further connections).
 *
 * <p>Closed by whoever received it. Safe on any thread until then.
 */
public final class LinkKeys implements AutoCloseable {
    private static final int KEY_LENGTH = 32;

    private final Transcript transcript;
    private final byte[] key;
    private volatile boolean closed;

    /** Derives from what the method established; the salt is T, so that no two links share a key. */
    LinkKeys(Transcript transcript, byte[] secret, String label) {
        this.transcript = transcript;
        this.key = Hkdf.derive(secret, transcript.hash(), label, KEY_LENGTH);
    }

    /** What both sides agreed on. */
    public Transcript transcript() {
        return transcript;
    }

    /**
     * A secret for one use, the same on both ends.
     *
     * @param label ASCII, different for every use
     * @param length 1 to {@link Hkdf#MAX_OUTPUT} bytes
     */
    public byte[] export(String label, int length) {
        if (closed) {
            throw new IllegalStateException("the keys of this link have been wiped");
        }
        return Hkdf.expand(key, Hkdf.label("ferry-export-v1 " + label), length);
    }

    /** Wipes the secret. */
    @Override
    public void close() {
        closed = true;
        Wipe.bytes(key);
    }
}
