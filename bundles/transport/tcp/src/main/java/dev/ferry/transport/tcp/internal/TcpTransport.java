package dev.ferry.transport.tcp.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** TLS 1.3 over TCP. Owns its event loops; closing it ends every listener, link and thread of it. */
final class TcpTransport implements Transport, AutoCloseable {
    static final String ID = "tcp";

    private static final Logger LOG = LoggerFactory.getLogger(TcpTransport.class);

    private final TcpSettings settings;
    private final TlsProvider provider;
    private final Sockets sockets;

    TcpTransport(TcpSettings settings) {
        this.settings = settings;
        provider = TlsProvider.choose(settings.tls());
        sockets = new Sockets(settings);
        LOG.info("TCP by {}, TLS by {}", sockets, provider);
    }

    @Override
    public Listener listen(ListenRequest request, LinkSink sink) throws FerryException {
        return TcpListener.open(request, settings, sink, sockets, provider);
    }

    @Override
    public Link connect(Route route, LinkCredentials credentials, Duration timeout) throws FerryException, InterruptedException {
        if (!ID.equals(route.transport())) {
            throw new FerryException(new Problem.BadRequest("A route of '" + route.transport() + "' cannot be dialled by '" + ID + "'."));
        }
        InetSocketAddress remote;
        try {
            remote = Addresses.parse(route.address());
        } catch (IllegalArgumentException e) {
            throw new FerryException(new Problem.BadRequest(e.getMessage()), e);
        }
        return new Dial(route, remote, credentials, sockets, provider).await(timeout);
    }

    @Override
    public void close() {
        sockets.close();
    }
}
