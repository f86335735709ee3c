package dev.ferry.core.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.EdECPublicKey;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Set;

/**
 * Strict Ed25519 verification (RFC 8032, section 5.1.7) and the raw form of public keys.
 *
 * <p>Stricter than the RFC where its freedom would let one signature pass under several keys or encodings: the public
 * key and R must be canonical (y below p) and not of low order, S must be below the group order. So no signature can
 * be altered and stay valid, and no key exists for which every message seems signed.
 */
public final class Ed25519 {
    /** Length of a raw public key in bytes. */
    public static final int KEY_LENGTH = 32;
    /** Length of a signature in bytes. */
    public static final int SIGNATURE_LENGTH = 64;

    private static final BigInteger P = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
    private static final BigInteger ORDER =
            BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
    /** y coordinates of the eight points whose order divides eight: ±1, 0 and two of order eight. */
    private static final Set<BigInteger> LOW_ORDER = lowOrder();

    private Ed25519() {
    }

    /**
     * Whether {@code signature} over {@code message} is valid under the raw {@code publicKey}. Anything of a wrong
     * length or form is simply not valid; nothing is thrown for what a peer sent.
     */
    public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
        if (signature.length != SIGNATURE_LENGTH || !isAcceptable(publicKey) || !isAcceptable(slice(signature, 0))
                || littleEndian(slice(signature, KEY_LENGTH)).compareTo(ORDER) >= 0) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance("Ed25519");
            verifier.initVerify(toJdk(publicKey));
            verifier.update(message);
            return verifier.verify(signature);
        } catch (GeneralSecurityException notOnTheCurve) {
            return false;
        }
    }

    /** Whether this is 32 bytes with a canonical y that is none of a low-order point. Not: whether it is on the curve. */
    public static boolean isAcceptable(byte[] publicKey) {
        if (publicKey.length != KEY_LENGTH) {
            return false;
        }
        BigInteger y = yOf(publicKey);
        return y.compareTo(P) < 0 && !LOW_ORDER.contains(y);
    }

    /** The device id that belongs to a public key: its SHA-256, 32 bytes. No shortened form ever authenticates. */
    public static byte[] deviceId(byte[] publicKey) {
        if (publicKey.length != KEY_LENGTH) {
            throw new IllegalArgumentException("an Ed25519 public key has 32 bytes, not " + publicKey.length);
        }
        return Hash.sha256(publicKey);
    }

    /** The raw form of a JDK key. */
    public static byte[] encode(EdECPublicKey key) {
        EdECPoint point = key.getPoint();
        byte[] bigEndian = point.getY().toByteArray();
        byte[] raw = new byte[KEY_LENGTH];
        for (int i = 0; i < Math.min(KEY_LENGTH, bigEndian.length); i++) {
            raw[i] = bigEndian[bigEndian.length - 1 - i];
        }
        if (point.isXOdd()) {
            raw[KEY_LENGTH - 1] |= (byte) 0x80;
        }
        return raw;
    }

    /** The JDK's form of a raw key. Whether the point is on the curve is checked when the key is used. */
    public static PublicKey toJdk(byte[] publicKey) throws GeneralSecurityException {
        boolean xOdd = publicKey[KEY_LENGTH - 1] < 0;
        EdECPoint point = new EdECPoint(xOdd, yOf(publicKey));
        return KeyFactory.getInstance("Ed25519")
                .generatePublic(new EdECPublicKeySpec(NamedParameterSpec.ED25519, point));
    }

    private static BigInteger yOf(byte[] raw) {
        byte[] withoutSign = raw.clone();
        withoutSign[KEY_LENGTH - 1] &= 0x7f;
        return littleEndian(withoutSign);
    }

    private static byte[] slice(byte[] signature, int from) {
        byte[] half = new byte[KEY_LENGTH];
        System.arraycopy(signature, from, half, 0, KEY_LENGTH);
        return half;
    }

    private static BigInteger littleEndian(byte[] bytes) {
        byte[] reversed = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            reversed[i] = bytes[bytes.length - 1 - i];
        }
        return new BigInteger(1, reversed);
    }

    private static Set<BigInteger> lowOrder() {
        BigInteger eighth = new BigInteger("7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7", 16);
        return Set.of(BigInteger.ZERO, BigInteger.ONE, P.subtract(BigInteger.ONE), eighth, P.subtract(eighth));
    }
}
