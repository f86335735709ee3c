package dev.ferry.model;

import java.util.Objects;

/**
 * One way to reach a device: a transport and an address that this transport understands.
 *
 * @param transport id of the transport plugin, {@code [a-z0-9-]{1,32}}
 * @param address   what that transport dials; for {@code tcp} and {@code quic} {@code host:port} with a literal IP address ({@code [v6%zone]:port});
 *                  1 to 255 printable ASCII characters
 * @param proximity how near this route is
 */
public record Route(String transport, String address, Proximity proximity) {
    public Route {
        Objects.requireNonNull(proximity, "proximity");
        if (!transport.matches("[a-z0-9-]{1,32}")) {
            throw new IllegalArgumentException("A transport id is 1 to 32 of a-z, 0-9 and '-'");
        }
        if (address.isEmpty() || address.length() > 255 || !address.chars().allMatch(c -> c > 0x20 && c < 0x7f)) {
            throw new IllegalArgumentException("An address is 1 to 255 printable ASCII characters");
        }
    }

    @Override
    public String toString() {
        return transport + " " + address;
    }
}
