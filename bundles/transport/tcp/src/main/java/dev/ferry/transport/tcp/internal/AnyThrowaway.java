package dev.ferry.transport.tcp.internal;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECFieldFp;
import java.security.spec.ECParameterSpec;
import java.math.BigInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts any throwaway certificate, and nothing else: one small, self-signed certificate of a P-256 key. It says nothing about who is there; that is proved
 * inside the link, by a signature that covers both certificates. Dates are not looked at: clocks of small devices are wrong, and no promise rests on them.
 */
final class AnyThrowaway extends X509ExtendedTrustManager {
    /** A throwaway certificate has some 300 bytes. */
    static final int MAX_BYTES = 4096;

    // P-256 by its prime, order and b (SEC 2, 2.4.2): providers name the curve in different ways.
    private static final BigInteger PRIME = new BigInteger("ffffffff00000001000000000000000000000000ffffffffffffffffffffffff", 16);
    private static final BigInteger ORDER = new BigInteger("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551", 16);
    private static final BigInteger B = new BigInteger("5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b", 16);

    static void check(X509Certificate[] chain) throws CertificateException {
        if (chain == null || chain.length != 1) {
            throw new CertificateException("Not one certificate but " + (chain == null ? 0 : chain.length));
        }
        X509Certificate certificate = chain[0];
        if (certificate.getEncoded().length > MAX_BYTES) {
            throw new CertificateException("The certificate has more than " + MAX_BYTES + " bytes");
        }
        if (!(certificate.getPublicKey() instanceof ECPublicKey key) || !p256(key.getParams())) {
            throw new CertificateException("The certificate's key is not of P-256");
        }
        try {
            certificate.verify(key);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("The certificate is not signed by its own key", e);
        }
    }

    private static boolean p256(ECParameterSpec curve) {
        return curve != null && curve.getCurve().getField() instanceof ECFieldFp field && field.getP().equals(PRIME) && curve.getOrder().equals(ORDER)
                && curve.getCurve().getB().equals(B);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        check(chain);
    }

    /** None: the list would be sent in the clear of the handshake. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
