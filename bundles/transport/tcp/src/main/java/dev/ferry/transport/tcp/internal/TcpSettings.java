package dev.ferry.transport.tcp.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * How this transport works; a copy of its configuration.
 *
 * @param bindAddress the only local address to listen on when a request names none; empty is every one
 * @param congestion  which congestion control the sockets use
 * @param tls         which implementation encrypts
 * @param io          which way to the sockets
 */
record TcpSettings(Optional<String> bindAddress, Congestion congestion, Tls tls, Io io) {

    /** {@code AUTO}: cubic on the local network and BBR elsewhere, as far as the system lends them. {@code SYSTEM}: never touched. */
    enum Congestion { AUTO, SYSTEM }

    /** {@code AUTO}: BoringSSL where it loads, else the JDK's. */
    enum Tls { AUTO, BORINGSSL, JDK }

    /** {@code AUTO}: epoll where it loads, else NIO. */
    enum Io { AUTO, EPOLL, NIO }

    static final TcpSettings DEFAULT = new TcpSettings(Optional.empty(), Congestion.AUTO, Tls.AUTO, Io.AUTO);

    TcpSettings with(Tls tls, Io io) {
        return new TcpSettings(bindAddress, congestion, tls, io);
    }

    static <E extends Enum<E>> E choice(String key, String value, Class<E> type) {
        try {
            return Enum.valueOf(type, value.trim().toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            String allowed = String.join(", ", Arrays.stream(type.getEnumConstants()).map(c -> c.name().toLowerCase(Locale.ROOT)).toList());
            throw new IllegalArgumentException(key + " is one of " + allowed + ", not '" + value + "'", e);
        }
    }
}
