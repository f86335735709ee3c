package dev.ferry.discovery.fixed.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Sighting;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One entry of the configuration.
 *
 * @param label how the person who wrote it calls the device
 * @param host  a literal address, or a name to look up
 */
record FixedHost(Optional<String> label, String host, int port) {
    /** {@code host:port}, {@code [v6]:port}, each with or without {@code label=} before it. */
    private static final Pattern ENTRY = Pattern.compile("(?:([^=\\p{Cntrl}]{1,64})=)?(\\[[0-9A-Fa-f:.]+(?:%[\\w.-]+)?\\]|[\\w.-]{1,200}):(\\d{1,5})");

    /** @throws IllegalArgumentException with a sentence for the person who wrote it */
    static FixedHost parse(String entry) {
        Matcher matcher = ENTRY.matcher(entry.trim());
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) < 1 || Integer.parseInt(matcher.group(3)) > 65_535) {
            throw new IllegalArgumentException("'" + entry + "' is no device: write label=host:port or host:port.");
        }
        return new FixedHost(Optional.ofNullable(matcher.group(1)).map(String::trim), matcher.group(2), Integer.parseInt(matcher.group(3)));
    }

    /**
     * A partial sighting: routes without a record, because a configuration knows an address and not a device. A literal address is not looked up anywhere; a name is, which
     * may block for as long as the system's resolver wants.
     */
    Sighting lookUp(Duration ttl) throws UnknownHostException {
        List<Route> routes = Arrays.stream(InetAddress.getAllByName(host)).map(this::route).distinct().toList();
        Map<String, String> details = label.map(name -> Map.of("label", name)).orElse(Map.of());
        return new Sighting(host + ":" + port, Optional.empty(), routes, ttl, details);
    }

    private Route route(InetAddress address) {
        String literal = address instanceof Inet6Address ? "[" + address.getHostAddress() + "]" : address.getHostAddress();
        return new Route("tcp", literal + ":" + port, proximity(address));
    }

    private static Proximity proximity(InetAddress address) {
        if (address.isLoopbackAddress()) {
            return Proximity.SAME_HOST;
        }
        boolean uniqueLocal = address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc; // RFC 4193, which Java does not know
        return address.isLinkLocalAddress() || address.isSiteLocalAddress() || uniqueLocal ? Proximity.LAN : Proximity.INTERNET;
    }
}
