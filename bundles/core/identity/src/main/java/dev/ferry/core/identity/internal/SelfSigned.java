package dev.ferry.core.identity.internal;

import dev.ferry.spi.transport.LinkCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/** Makes P-256 certificates that say nothing: the same name, the same dates and a random serial number for everyone. */
final class SelfSigned {
    private static final X500Name NOBODY = new X500Name("CN=ferry");
    /** RFC 5280, 4.1.2.5: dates that no clock makes invalid and that tell nothing of when the certificate was made. */
    private static final Date FROM = Date.from(Instant.parse("2000-01-01T00:00:00Z"));
    private static final Date TO = Date.from(Instant.parse("9999-12-31T23:59:59Z"));
    private static final int SERIAL_BITS = 120;

    private SelfSigned() { }

    static LinkCredentials make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), random);
            KeyPair keys = generator.generateKeyPair();
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(NOBODY, new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS), FROM, TO, NOBODY,
                    SubjectPublicKeyInfo.getInstance(keys.getPublic().getEncoded()));
            byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())).getEncoded();
            return new LinkCredentials(keys.getPrivate(), (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der)));
        } catch (GeneralSecurityException | OperatorCreationException | IOException e) {
            throw new IllegalStateException("This Java cannot make a P-256 certificate", e);
        }
    }
}
