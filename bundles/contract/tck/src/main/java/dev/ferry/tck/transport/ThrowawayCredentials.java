package dev.ferry.tck.transport;

import dev.ferry.spi.transport.LinkCredentials;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;

/** Fresh throwaway credentials, made with the JDK alone. */
public final class ThrowawayCredentials {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ECDSA_SHA256 = "1.2.840.10045.4.3.2";
    private static final String RSA_SHA256 = "1.2.840.113549.1.1.11";

    private ThrowawayCredentials() { }

    /** As the core makes them: a P-256 key, self-signed. */
    public static LinkCredentials fresh() {
        return selfSigned("secp256r1");
    }

    /** A certificate that a transport must refuse: another curve. */
    public static LinkCredentials onP384() {
        return selfSigned("secp384r1");
    }

    /** A certificate that a transport must refuse: not a curve at all. */
    public static LinkCredentials onRsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return new LinkCredentials(pair.getPrivate(), certificate(pair, pair, "SHA256withRSA", RSA_SHA256, 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that a transport must refuse: signed by another key than its own. */
    public static LinkCredentials signedByAnother() {
        try {
            KeyPair pair = pair("secp256r1");
            return new LinkCredentials(pair.getPrivate(), certificate(pair, pair("secp256r1"), "SHA256withECDSA", ECDSA_SHA256, 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A certificate that a transport must refuse: valid, of a good key, and far larger than any throwaway certificate. */
    public static LinkCredentials bloated() {
        try {
            KeyPair pair = pair("secp256r1");
            return new LinkCredentials(pair.getPrivate(), certificate(pair, pair, "SHA256withECDSA", ECDSA_SHA256, 12_000));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static LinkCredentials selfSigned(String curve) {
        try {
            KeyPair pair = pair(curve);
            return new LinkCredentials(pair.getPrivate(), certificate(pair, pair, "SHA256withECDSA", ECDSA_SHA256, 0));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static KeyPair pair(String curve) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(curve));
        return generator.generateKeyPair();
    }

    /** RFC 5280, 4.1: the least that a certificate holds. */
    private static X509Certificate certificate(KeyPair subject, KeyPair issuer, String algorithm, String algorithmId, int padding) throws GeneralSecurityException {
        byte[] signedWith = algorithm.endsWith("RSA") ? Der.sequence(Der.oid(algorithmId), Der.nothing()) : Der.sequence(Der.oid(algorithmId));
        byte[] name = Der.commonName("x".repeat(1 + padding));
        byte[] body = Der.sequence(
                Der.version3(),
                Der.integer(new BigInteger(63, RANDOM)),
                signedWith,
                name,
                Der.sequence(Der.time("20000101000000Z"), Der.time("99991231235959Z")),
                name,
                subject.getPublic().getEncoded());
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(issuer.getPrivate());
        signature.update(body);
        byte[] certificate = Der.sequence(body, signedWith, Der.bits(signature.sign()));
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }
}
