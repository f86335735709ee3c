package dev.ferry.tck.transport;

import dev.ferry.spi.transport.LinkCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** TLS as someone else speaks it: the JDK's own, over a plain socket, willing to resume. */
final class RawTls {
    private static final int PATIENCE_MILLIS = 5000;

    private final SSLContext context;
    private final AtomicInteger asked = new AtomicInteger();

    private RawTls(KeyManager[] keys) {
        try {
            context = SSLContext.getInstance("TLS");
            context.init(keys, new TrustManager[] {new Counting()}, null);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static RawTls withCertificate() {
        return new RawTls(keys(ThrowawayCredentials.fresh()));
    }

    static RawTls withoutCertificate() {
        return new RawTls(new KeyManager[0]);
    }

    private static KeyManager[] keys(LinkCredentials credentials) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            char[] password = "throwaway".toCharArray();
            store.setKeyEntry("one", credentials.key(), password, new X509Certificate[] {credentials.certificate()});
            KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            factory.init(store, password);
            return factory.getKeyManagers();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How often a certificate of the other side was looked at: once for each full handshake, never for a resumed one. */
    int timesAsked() {
        return asked.get();
    }

    /** Connected, not yet shaken hands. */
    SSLSocket client(String address, int port, String version, String... protocols) throws IOException {
        Socket plain = new Socket(InetAddress.getByName(address), port);
        // The address and port are what the JDK's client remembers sessions by.
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(plain, address, port, true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        return prepared(socket, version, protocols);
    }

    /** On a socket that the test goes on looking at. */
    SSLSocket over(Socket plain, String... protocols) throws IOException {
        return prepared((SSLSocket) context.getSocketFactory().createSocket(plain, plain.getInetAddress().getHostAddress(), plain.getPort(), false), "TLSv1.3",
                protocols);
    }

    private static SSLSocket prepared(SSLSocket socket, String version, String... protocols) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    SSLServerSocket server(String address, String version, String... protocols) throws IOException {
        SSLServerSocket server = (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getByName(address));
        SSLParameters parameters = server.getSSLParameters();
        parameters.setProtocols(new String[] {version});
        parameters.setApplicationProtocols(protocols);
        parameters.setNeedClientAuth(true);
        server.setSSLParameters(parameters);
        server.setSoTimeout(PATIENCE_MILLIS);
        return server;
    }

    private final class Counting extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            asked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {
            asked.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {
            asked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {
            asked.incrementAndGet();
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            asked.incrementAndGet();
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            asked.incrementAndGet();
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
