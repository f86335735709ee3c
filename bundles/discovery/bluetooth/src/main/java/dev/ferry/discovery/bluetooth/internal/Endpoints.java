package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Routes as bytes: {@code u8 length ‖ transport ‖ u8 4 or 16 ‖ address ‖ u16 port}. Only addresses that mean something within one network alone: whoever is near hears them, and a
 * public one would tell where somebody lives. A link-local one of IPv6 is of no use without the receiver's interface.
 */
final class Endpoints {
    private static final Pattern ADDRESS = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:.]+\\]):(\\d{1,5})");
    private static final Pattern TRANSPORT = Pattern.compile("[a-z0-9-]{1,32}");

    private Endpoints() { }

    private record Endpoint(InetAddress address, int port) { }

    static boolean expressible(Route route) {
        return parse(route.address()).isPresent();
    }

    /** Of an {@linkplain #expressible expressible} route. */
    static byte[] encode(Route route) {
        Endpoint endpoint = parse(route.address()).orElseThrow();
        byte[] ip = endpoint.address().getAddress();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(route.transport().length());
        out.writeBytes(route.transport().getBytes(StandardCharsets.US_ASCII));
        out.write(ip.length);
        out.writeBytes(ip);
        out.write(endpoint.port() >> 8);
        out.write(endpoint.port());
        return out.toByteArray();
    }

    /** A literal address; nothing is looked up. */
    private static Optional<Endpoint> parse(String text) {
        Matcher matcher = ADDRESS.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return endpoint(InetAddress.getByName(matcher.group(1)), Integer.parseInt(matcher.group(2)));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /**
     * Empty for an address that cannot be dialled from here or is none of one network's.
     *
     * @throws IllegalArgumentException it has another form
     * @throws BufferUnderflowException it ends too early
     */
    static Optional<Route> decode(ByteBuffer in) {
        byte[] transport = new byte[in.get() & 0xff];
        in.get(transport);
        String id = new String(transport, StandardCharsets.US_ASCII);
        int length = in.get();
        if (!TRANSPORT.matcher(id).matches() || length != 4 && length != 16) {
            throw new IllegalArgumentException("No route");
        }
        byte[] ip = new byte[length];
        in.get(ip);
        int port = in.getShort() & 0xffff;
        try {
            return endpoint(InetAddress.getByAddress(ip), port).map(e -> new Route(id, literal(e.address()) + ":" + e.port(),
                    e.address().isLoopbackAddress() ? Proximity.SAME_HOST : Proximity.LAN));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Optional<Endpoint> endpoint(InetAddress address, int port) {
        return port >= 1 && port <= 65_535 && local(address) ? Optional.of(new Endpoint(address, port)) : Optional.empty();
    }

    private static boolean local(InetAddress address) {
        return address.isLoopbackAddress() || address instanceof Inet4Address && (address.isSiteLocalAddress() || address.isLinkLocalAddress())
                || address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193
    }

    private static String literal(InetAddress address) {
        return address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
    }
}
