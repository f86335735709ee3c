package dev.ferry.spi.transport;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Route;
import java.time.Duration;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * One way to move bytes. Registered as a service with {@link TransportMethod}.
 *
 * <p>Every link is TLS 1.3 (or QUIC's) with ALPN {@code ferry/1}, both sides showing the throwaway certificate they were handed and accepting any
 * certificate of the other, possession proved. No session ticket, no resumption, no early data, no name in the clear.
 */
@ConsumerType
public interface Transport {
    /**
     * Accepts links until the listener is closed.
     *
     * @param request where, and with which certificate
     * @param sink    takes each finished link
     * @return the open listener
     * @throws FerryException the address cannot be used: which, why, what to try
     */
    Listener listen(ListenRequest request, LinkSink sink) throws FerryException;

    /**
     * Dials one route. Blocks until the handshake is done; interrupting the thread ends it and leaves nothing open.
     *
     * @param route       a route of this transport
     * @param credentials the throwaway certificate to show
     * @param timeout     for connection and handshake together
     * @throws FerryException       not reachable, refused, no handshake, or too slow
     * @throws InterruptedException the calling thread was interrupted
     */
    Link connect(Route route, LinkCredentials credentials, Duration timeout) throws FerryException, InterruptedException;
}
