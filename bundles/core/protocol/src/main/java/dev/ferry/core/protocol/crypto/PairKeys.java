package dev.ferry.core.protocol.crypto;

/**
 * The keys of one pair of devices, each for one use, derived by HKDF from the secret K_pair that pairing left on both
 * (labels: {@code ferry-pair-hint-v1}, {@code ferry-pair-client-v1}, {@code ferry-pair-server-v1},
 * {@code ferry-pair-link-v1}, {@code ferry-pair-discovery-v1}; empty salt).
 *
 * <p>Holds secrets until closed. Safe on any thread until then.
 */
public final class PairKeys implements AutoCloseable {
    /** Length of K_pair in bytes. */
    public static final int SECRET_LENGTH = 32;

    private final byte[] hint;
    private final byte[] client;
    private final byte[] server;
    private final byte[] link;
    private final byte[] discovery;
    private volatile boolean closed;

    private PairKeys(byte[] secret) {
        this.hint = derive(secret, "ferry-pair-hint-v1");
        this.client = derive(secret, "ferry-pair-client-v1");
        this.server = derive(secret, "ferry-pair-server-v1");
        this.link = derive(secret, "ferry-pair-link-v1");
        this.discovery = derive(secret, "ferry-pair-discovery-v1");
    }

    /**
     * The keys that follow from K_pair.
     *
     * @param pairSecret {@link #SECRET_LENGTH} bytes; not kept, the caller wipes it
     */
    public static PairKeys of(byte[] pairSecret) {
        if (pairSecret.length != SECRET_LENGTH) {
            throw new IllegalArgumentException("K_pair has 32 bytes, not " + pairSecret.length);
        }
        return new PairKeys(pairSecret);
    }

    /** K_disc: the key of the rotating tags by which the pair recognises each other's adverts. A copy. */
    public byte[] discovery() {
        return open(discovery).clone();
    }

    /** Wipes all. */
    @Override
    public void close() {
        closed = true;
        Wipe.bytes(hint, client, server, link, discovery);
    }

    byte[] hint() {
        return open(hint);
    }

    byte[] client() {
        return open(client);
    }

    byte[] server() {
        return open(server);
    }

    byte[] link() {
        return open(link);
    }

    private byte[] open(byte[] key) {
        if (closed) {
            throw new IllegalStateException("the keys of this pair have been wiped");
        }
        return key;
    }

    private static byte[] derive(byte[] secret, String label) {
        return Hkdf.derive(secret, new byte[0], label, Hmac.LENGTH);
    }
}
