package dev.ferry.core.link.internal;

import dev.ferry.model.Channel;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.tck.transport.ThrowawayCredentials;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** One end of a link over real TLS 1.3 and TCP, with a throwaway certificate on each side and any accepted, as PROTOCOL.md has it. */
final class TlsLink implements Link {
    private static final Route ROUTE = new Route("tcp", "127.0.0.1", Proximity.SAME_HOST);

    private final Socket plain;
    private final SSLSocket tls;
    private final LinkFacts facts;

    private TlsLink(Socket plain, boolean initiator) throws IOException {
        this.plain = plain;
        try {
            LinkCredentials own = ThrowawayCredentials.fresh();
            tls = (SSLSocket) context(own).getSocketFactory().createSocket(plain, "127.0.0.1", plain.getPort(), true);
            tls.setUseClientMode(initiator);
            tls.setNeedClientAuth(true);
            tls.setEnabledProtocols(new String[] {"TLSv1.3"});
            tls.startHandshake();
            facts = new LinkFacts(initiator, own.certificate().getEncoded(), tls.getSession().getPeerCertificates()[0].getEncoded(), ROUTE,
                    tls.getSession().getProtocol(), tls.getSession().getCipherSuite(), "", "");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static TlsLink connect(int port) throws IOException {
        return new TlsLink(new Socket(InetAddress.getLoopbackAddress(), port), true);
    }

    static TlsLink accept(Socket accepted) throws IOException {
        return new TlsLink(accepted, false);
    }

    private static SSLContext context(LinkCredentials own) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = "throwaway".toCharArray();
        store.setKeyEntry("one", own.key(), password, new X509Certificate[] {own.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys.getKeyManagers(), new TrustManager[] {new Anybody()}, null);
        return context;
    }

    @Override
    public Channel channel() {
        return new Channel() {
            @Override
            public int read(ByteBuffer target) throws IOException {
                byte[] bytes = new byte[target.remaining()];
                int count = tls.getInputStream().read(bytes);
                if (count > 0) {
                    target.put(bytes, 0, count);
                }
                return count;
            }

            @Override
            public void write(ByteBuffer... sources) throws IOException {
                for (ByteBuffer source : sources) {
                    byte[] bytes = new byte[source.remaining()];
                    source.get(bytes);
                    tls.getOutputStream().write(bytes);
                }
            }

            @Override
            public void close() {
                TlsLink.this.close();
            }
        };
    }

    @Override
    public LinkFacts facts() {
        return facts;
    }

    /** Nothing more will be written; the other side may still speak. */
    void end() throws IOException {
        tls.shutdownOutput();
    }

    /** After what was written: TLS says its end, then TCP. */
    @Override
    public void close() {
        try {
            tls.close();
            plain.close();
        } catch (IOException e) {
            // Closed all the same.
        }
    }

    /** Who it is does not come from a certificate. */
    private static final class Anybody extends X509ExtendedTrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) { }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
