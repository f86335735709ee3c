package dev.ferry.spi.transport;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where to listen.
 *
 * @param port             wanted port, 0 for any free one
 * @param address          only this local address; empty is every one
 * @param credentials      asked for each accepted link: the certificate of the moment
 * @param limits           what may be open before authentication
 */
public record ListenRequest(int port, Optional<String> address, Supplier<LinkCredentials> credentials, Limits limits) {

    /**
     * Budget for what has not finished its handshake, so that strangers cannot exhaust this device.
     *
     * @param handshakes          most handshakes in flight at once
     * @param perAddressPerSecond most new connections a second from one address
     * @param handshakeSeconds    total time for one handshake
     */
    public record Limits(int handshakes, int perAddressPerSecond, int handshakeSeconds) {
        /** Half of the 256 strangers that a device holds at once; the other half is for those whose handshake is done (PROTOCOL.md, "Link"). */
        public static final Limits DEFAULT = new Limits(128, 5, 10);
    }

    public ListenRequest {
        Objects.requireNonNull(credentials, "credentials");
        Objects.requireNonNull(limits, "limits");
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("A port is 0 to 65535, not " + port);
        }
    }
}
