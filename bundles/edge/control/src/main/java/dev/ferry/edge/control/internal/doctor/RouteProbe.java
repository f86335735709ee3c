package dev.ferry.edge.control.internal.doctor;

import dev.ferry.model.Route;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** Knocks at an address: does something listen there, and does it speak Ferry's protocol? Says nothing about itself and proves nothing. */
final class RouteProbe {
    private static final Duration PATIENCE = Duration.ofSeconds(4);
    private static final String PROTOCOL = "ferry/1";

    /** What is at an address. */
    enum Outcome {
        /** Ferry. */
        FERRY,
        /** Something takes connections and is not Ferry. */
        OTHER,
        /** The device is there and nothing listens. */
        REFUSED,
        /** No packet comes back. */
        SILENT,
        /** No way leads there. */
        NO_WAY,
        /** This device's own rules do not let the packet out. */
        FORBIDDEN,
        /** Not an address that can be knocked at. */
        UNKNOWN
    }

    /** @param took until that was known */
    record Answer(Outcome outcome, Duration took) {
        long millis() {
            return took.toMillis();
        }
    }

    private final LongSupplier nanos;
    private final int patience;

    RouteProbe(LongSupplier nanos) {
        this(nanos, PATIENCE);
    }

    /** @param patience for a connection, and for a greeting */
    RouteProbe(LongSupplier nanos, Duration patience) {
        this.nanos = nanos;
        this.patience = (int) patience.toMillis();
    }

    Answer knock(Route route) {
        long start = nanos.getAsLong();
        Outcome outcome = outcome(route);
        return new Answer(outcome, Duration.ofNanos(nanos.getAsLong() - start));
    }

    private Outcome outcome(Route route) {
        int colon = route.address().lastIndexOf(':');
        if (!route.transport().equals("tcp") || colon < 1) {
            return Outcome.UNKNOWN;
        }
        String host = route.address().substring(0, colon);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, Integer.parseInt(route.address().substring(colon + 1))), patience);
            return greet(socket, host);
        } catch (SocketTimeoutException e) {
            return Outcome.SILENT;
        } catch (NoRouteToHostException e) {
            return Outcome.NO_WAY;
        } catch (ConnectException e) {
            return Outcome.REFUSED;
        } catch (IOException e) {
            return String.valueOf(e.getMessage()).contains("not permitted") ? Outcome.FORBIDDEN : Outcome.NO_WAY;
        } catch (IllegalArgumentException e) {
            return Outcome.UNKNOWN;
        }
    }

    /** The name of the protocol is agreed on in the clear part of the greeting, before anybody has to show who they are. */
    private Outcome greet(Socket socket, String host) {
        try (SSLSocket tls = (SSLSocket) anyone().getSocketFactory().createSocket(socket, host, socket.getPort(), true)) {
            tls.setSoTimeout(patience);
            SSLParameters parameters = tls.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {PROTOCOL});
            tls.setSSLParameters(parameters);
            tls.startHandshake();
            return PROTOCOL.equals(tls.getApplicationProtocol()) ? Outcome.FERRY : Outcome.OTHER;
        } catch (SocketTimeoutException e) {
            return Outcome.SILENT;
        } catch (IOException | GeneralSecurityException e) {
            return Outcome.OTHER;
        }
    }

    private static SSLContext anyone() throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(null, new TrustManager[] {new Anyone()}, null);
        return context;
    }

    /** Nothing is sent over what is accepted here. */
    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) { }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) { }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    static String seconds(Answer answer) {
        return answer.millis() < TimeUnit.SECONDS.toMillis(1) ? answer.millis() + " ms" : answer.millis() / 100 / 10.0 + " s";
    }
}
