package dev.ferry.discovery.dht.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.io.ByteArrayOutputStream;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Routes as bytes: {@code u8 length ‖ transport ‖ u8 4 or 16 ‖ address ‖ u16 port}. Only what has an address that means something elsewhere can be expressed. */
final class Endpoints {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+\\]):(\\d{1,5})");
    private static final int LONGEST_TRANSPORT = 32;

    private Endpoints() { }

    /** Nearest to everybody first: public addresses, those of a network, this host's own. */
    static List<byte[]> encode(List<Route> routes) {
        return routes.stream().flatMap(route -> parse(route.address()).stream().map(endpoint -> new Expressed(route, endpoint)))
                .sorted(Comparator.comparing((Expressed e) -> proximity(e.endpoint.address())).reversed()).map(Expressed::bytes).toList();
    }

    private record Endpoint(InetAddress address, int port) { }

    private record Expressed(Route route, Endpoint endpoint) {
        byte[] bytes() {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] ip = endpoint.address().getAddress();
            out.write(route.transport().length());
            out.writeBytes(route.transport().getBytes(StandardCharsets.US_ASCII));
            out.write(ip.length);
            out.writeBytes(ip);
            out.write(endpoint.port() >> 8);
            out.write(endpoint.port());
            return out.toByteArray();
        }
    }

    /** A literal address without a zone; nothing is looked up. */
    private static Optional<Endpoint> parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            InetAddress address = InetAddress.getByName(matcher.group(1));
            int port = Integer.parseInt(matcher.group(2));
            return port < 1 || port > 65_535 || address.isLinkLocalAddress() || address.isAnyLocalAddress() ? Optional.empty() : Optional.of(new Endpoint(address, port));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** @throws IllegalArgumentException it has another form
     *  @throws BufferUnderflowException it ends too early */
    static Route decode(ByteBuffer in) {
        byte[] transport = new byte[within(in.get(), LONGEST_TRANSPORT)];
        in.get(transport);
        int length = in.get();
        if (length != 4 && length != 16) {
            throw new IllegalArgumentException("An address has 4 or 16 bytes");
        }
        byte[] ip = new byte[length];
        in.get(ip);
        int port = in.getShort() & 0xffff;
        try {
            InetAddress address = InetAddress.getByAddress(ip);
            if (port == 0 || address.isMulticastAddress() || address.isAnyLocalAddress()) {
                throw new IllegalArgumentException("Nobody listens there");
            }
            return new Route(new String(transport, StandardCharsets.US_ASCII), literal(address) + ":" + port, proximity(address));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** {@code transport=address:port}; empty for anything else. */
    static Optional<Route> parseText(String text) {
        int equals = text.indexOf('=');
        String transport = text.substring(0, Math.max(0, equals));
        return transport.matches("[a-z0-9-]{1,32}") ? parse(text.substring(equals + 1)).filter(e -> !e.address().isMulticastAddress())
                .map(e -> new Route(transport, literal(e.address()) + ":" + e.port(), proximity(e.address()))) : Optional.empty();
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }

    private static int within(byte length, int most) {
        if (length < 1 || length > most) {
            throw new IllegalArgumentException("A text that is empty or too long");
        }
        return length;
    }

    private static Proximity proximity(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Proximity.SAME_HOST;
        }
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193
        return address.isLinkLocalAddress() || address.isSiteLocalAddress() || uniqueLocal ? Proximity.LAN : Proximity.INTERNET;
    }
}
