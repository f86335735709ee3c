package dev.ferry.discovery.dht.internal.mainline;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.math.BigInteger;
import java.util.Arrays;

/** An Ed25519 key pair (RFC 8032) that follows from a seed, over the JDK's provider. */
public final class Keys {
    /** Of a seed and of a public key, in bytes. */
    public static final int LENGTH = 32;
    static final int SIGNATURE_LENGTH = 64;
    private static final String ALGORITHM = "Ed25519";

    private final PrivateKey privateKey;
    private final byte[] publicKey;

    private Keys(PrivateKey privateKey, byte[] publicKey) {
        this.privateKey = privateKey;
        this.publicKey = publicKey;
    }

    /** @param seed {@link #LENGTH} bytes; not kept as such, the caller wipes it */
    public static Keys of(byte[] seed) {
        try {
            // The JDK has no call from a private to a public key, but its generator takes its random bytes as the seed; the trial below makes sure of that.
            KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
            generator.initialize(NamedParameterSpec.ED25519, new Seed(seed));
            byte[] publicKey = encode(((EdECPublicKey) generator.generateKeyPair().getPublic()).getPoint());
            Keys keys = new Keys(KeyFactory.getInstance(ALGORITHM).generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)), publicKey);
            if (!verify(publicKey, publicKey, keys.sign(publicKey))) {
                throw new IllegalStateException("This Java's Ed25519 generator does not take a seed");
            }
            return keys;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no Ed25519", e);
        }
    }

    public byte[] publicKey() {
        return publicKey.clone();
    }

    byte[] sign(byte[] message) {
        try {
            Signature signature = Signature.getInstance(ALGORITHM);
            signature.initSign(privateKey);
            signature.update(message);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java could not sign with Ed25519", e);
        }
    }

    static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (publicKey.length != LENGTH || signature.length != SIGNATURE_LENGTH) {
            return false;
        }
        try {
            Signature check = Signature.getInstance(ALGORITHM);
            check.initVerify(KeyFactory.getInstance(ALGORITHM).generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, decode(publicKey))));
            check.update(message);
            return check.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** RFC 8032, 5.1.2: y, little-endian, with the lowest bit of x on top. */
    private static byte[] encode(EdECPoint point) {
        byte[] bytes = new byte[LENGTH];
        byte[] y = reversed(point.getY().toByteArray());
        System.arraycopy(y, 0, bytes, 0, Math.min(y.length, LENGTH));
        bytes[LENGTH - 1] |= (byte) (point.isXOdd() ? 0x80 : 0);
        return bytes;
    }

    private static EdECPoint decode(byte[] bytes) {
        boolean odd = (bytes[LENGTH - 1] & 0x80) != 0;
        byte[] y = bytes.clone();
        y[LENGTH - 1] &= 0x7f;
        return new EdECPoint(odd, new BigInteger(1, reversed(y)));
    }

    private static byte[] reversed(byte[] bytes) {
        byte[] out = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            out[i] = bytes[bytes.length - 1 - i];
        }
        return out;
    }

    /** Gives the seed as its random bytes. */
    private static final class Seed extends SecureRandom {
        private static final long serialVersionUID = 1L;
        private final transient byte[] seed;

        Seed(byte[] seed) {
            this.seed = seed;
        }

        @Override
        public void nextBytes(byte[] out) {
            if (seed == null || out.length != seed.length) {
                throw new IllegalStateException("Asked for " + out.length + " bytes instead of a seed");
            }
            System.arraycopy(seed, 0, out, 0, out.length);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Keys keys && Arrays.equals(keys.publicKey, publicKey);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(publicKey);
    }
}
