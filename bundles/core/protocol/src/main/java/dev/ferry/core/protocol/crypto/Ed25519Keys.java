package dev.ferry.core.protocol.crypto;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;

/**
 * An Ed25519 key pair (RFC 8032) in its raw form: a 32-byte seed and a 32-byte public key, over the JDK's provider.
 *
 * <p>The seed is wiped by {@link #close}; after that the pair cannot sign. Signing and reading are safe on any thread.
 * Verification needs no pair: see {@link Ed25519}.
 */
public final class Ed25519Keys implements SigningKey, AutoCloseable {
    /** Length of a seed in bytes. */
    public static final int SEED_LENGTH = 32;

    private final byte[] seed;
    private final byte[] publicKey;
    private volatile boolean closed;

    private Ed25519Keys(byte[] seed, byte[] publicKey) {
        this.seed = seed;
        this.publicKey = publicKey;
    }

    /** A fresh pair. */
    public static Ed25519Keys generate(SecureRandom random) {
        byte[] seed = new byte[SEED_LENGTH];
        random.nextBytes(seed);
        return own(seed);
    }

    /**
     * The pair that belongs to a stored seed.
     *
     * @param seed {@link #SEED_LENGTH} bytes, copied; the caller wipes its own
     */
    public static Ed25519Keys fromSeed(byte[] seed) {
        if (seed.length != SEED_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 seed has 32 bytes, not " + seed.length);
        }
        return own(seed.clone());
    }

    private static Ed25519Keys own(byte[] seed) {
        // The JDK has no call from a private to a public key, but its generator uses the random bytes it is given as
        // the seed. The trial signature makes sure of that: a provider that did otherwise would be noticed here.
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(NamedParameterSpec.ED25519, new FixedRandom(seed));
            KeyPair pair = generator.generateKeyPair();
            Ed25519Keys keys = new Ed25519Keys(seed, Ed25519.encode((EdECPublicKey) pair.getPublic()));
            byte[] trial = Hkdf.label("ferry key check");
            if (!Ed25519.verify(keys.publicKey, trial, keys.sign(trial))) {
                throw new IllegalStateException("this Java runtime's Ed25519 generator does not take a seed");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no Ed25519", e);
        }
    }

    @Override
    public byte[] publicKey() {
        return publicKey.clone();
    }

    /** A copy of the seed, for storing; the caller wipes it. */
    public byte[] seed() {
        checkOpen();
        return seed.clone();
    }

    /** Pure Ed25519, deterministic. */
    @Override
    public byte[] sign(byte[] message) {
        checkOpen();
        try {
            PrivateKey key = KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(key);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime could not sign with Ed25519", e);
        }
    }

    /** Wipes the seed. */
    @Override
    public void close() {
        closed = true;
        Wipe.bytes(seed);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the key has been wiped");
        }
    }

    /** Gives the seed once as its random bytes. */
    private static final class FixedRandom extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient byte[] bytes;

        FixedRandom(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void nextBytes(byte[] out) {
            if (bytes == null || out.length != bytes.length) {
                throw new IllegalStateException("asked for " + out.length + " bytes instead of a seed");
            }
            System.arraycopy(bytes, 0, out, 0, out.length);
        }
    }
}
