package dev.ferry.core.protocol.crypto;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.XECPrivateKeySpec;
import java.security.spec.XECPublicKeySpec;
import java.util.Optional;
import javax.crypto.KeyAgreement;

/** The X25519 function of RFC 7748, section 5, on the JDK's provider. */
final class X25519 {
    static final int LENGTH = 32;

    private X25519() {
    }

    /**
     * X25519(scalar, u), or empty where the result would be the neutral element (all zero), which happens for points
     * of low order on the curve or its twist. Bit 255 of {@code u} is ignored, as the RFC demands.
     */
    static Optional<byte[]> multiply(byte[] scalar, byte[] u) {
        try {
            KeyFactory keys = KeyFactory.getInstance("X25519");
            PrivateKey privateKey = keys.generatePrivate(new XECPrivateKeySpec(NamedParameterSpec.X25519, scalar));
            PublicKey publicKey = keys.generatePublic(new XECPublicKeySpec(NamedParameterSpec.X25519, coordinate(u)));
            KeyAgreement agreement = KeyAgreement.getInstance("X25519");
            agreement.init(privateKey);
            try {
                agreement.doPhase(publicKey, true);
            } catch (InvalidKeyException lowOrder) {
                return Optional.empty();
            }
            byte[] result = agreement.generateSecret();
            return isZero(result) ? Optional.empty() : Optional.of(result);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime has no X25519", e);
        }
    }

    private static BigInteger coordinate(byte[] littleEndian) {
        byte[] bigEndian = new byte[LENGTH];
        for (int i = 0; i < LENGTH; i++) {
            bigEndian[i] = littleEndian[LENGTH - 1 - i];
        }
        bigEndian[0] &= 0x7f;
        return new BigInteger(1, bigEndian);
    }

    private static boolean isZero(byte[] bytes) {
        int any = 0;
        for (byte b : bytes) {
            any |= b;
        }
        return any == 0;
    }
}
