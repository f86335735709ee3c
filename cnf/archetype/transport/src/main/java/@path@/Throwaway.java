package @name@;

import dev.ferry.spi.transport.LinkCredentials;
import java.net.Socket;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * The TLS of one link as the contract asks for it: version 1.3, {@value #PROTOCOL}, one throwaway certificate each, and nothing that outlives the link. Each link has a context
 * of its own, so that no session of one means anything to another. Who is there is proved by Ferry, inside.
 */
final class Throwaway {
    static final String PROTOCOL = "ferry/1";
    private static final String ALIAS = "throwaway";
    /** Such a certificate has some 300 bytes. */
    private static final int MOST_BYTES = 4096;
    /** Longer than a ticket may live (RFC 8446, 4.6.1), so the JDK sends none. */
    private static final int NO_TICKET_SECONDS = Integer.MAX_VALUE;

    private Throwaway() { }

    static SSLEngine engine(LinkCredentials credentials, boolean dialling) throws SSLException {
        try {
            SSLContext context = SSLContext.getInstance("TLSv1.3");
            context.init(new KeyManager[] {new OneKey(credentials)}, new TrustManager[] {new AnyThrowaway()}, null);
            context.getServerSessionContext().setSessionTimeout(NO_TICKET_SECONDS);
            SSLEngine engine = context.createSSLEngine();
            engine.setUseClientMode(dialling);
            SSLParameters parameters = engine.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setCipherSuites(new String[] {"TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384"});
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            if (!dialling) {
                parameters.setNeedClientAuth(true);
            }
            engine.setSSLParameters(parameters);
            return engine;
        } catch (GeneralSecurityException e) {
            throw new SSLException("This Java has no TLS 1.3", e);
        }
    }

    private static void check(X509Certificate[] chain) throws CertificateException {
        try {
            if (chain.length != 1 || chain[0].getEncoded().length > MOST_BYTES || !(chain[0].getPublicKey() instanceof ECPublicKey key) || !p256(key.getParams())) {
                throw new CertificateException("It is not one small certificate of a P-256 key");
            }
            chain[0].verify(key);
        } catch (GeneralSecurityException e) {
            throw new CertificateException("It is no throwaway certificate", e);
        }
    }

    private static boolean p256(ECParameterSpec curve) throws GeneralSecurityException {
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec("secp256r1"));
        ECParameterSpec wanted = parameters.getParameterSpec(ECParameterSpec.class);
        return curve.getCurve().equals(wanted.getCurve()) && curve.getOrder().equals(wanted.getOrder()) && curve.getGenerator().equals(wanted.getGenerator());
    }

    /** Accepts any small self-signed certificate of P-256, and nothing else. Dates are not looked at: no promise rests on them. */
    private static final class AnyThrowaway extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            check(chain);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    /** Shows the one certificate, whatever the other side asks for. */
    private static final class OneKey extends X509ExtendedKeyManager {
        private final LinkCredentials credentials;

        OneKey(LinkCredentials credentials) {
            this.credentials = credentials;
        }

        /** The contract's tests show certificates of other keys too, and see that they are refused. */
        private String alias(String... types) {
            for (String type : types) {
                if (type.startsWith(credentials.key().getAlgorithm())) {
                    return ALIAS;
                }
            }
            return null;
        }

        @Override
        public String chooseEngineClientAlias(String[] types, Principal[] issuers, SSLEngine engine) {
            return alias(types);
        }

        @Override
        public String chooseEngineServerAlias(String type, Principal[] issuers, SSLEngine engine) {
            return alias(type);
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return new X509Certificate[] {credentials.certificate()};
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return credentials.key();
        }

        @Override
        public String chooseClientAlias(String[] types, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String chooseServerAlias(String type, Principal[] issuers, Socket socket) {
            return null;
        }

        @Override
        public String[] getClientAliases(String type, Principal[] issuers) {
            return new String[0];
        }

        @Override
        public String[] getServerAliases(String type, Principal[] issuers) {
            return new String[0];
        }
    }
}
