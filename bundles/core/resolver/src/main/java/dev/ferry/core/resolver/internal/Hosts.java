package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Endpoint;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an address that a person typed: {@code HOST:PORT}, {@code HOST}, {@code [V6]:PORT}, {@code V6}. A word without dot and port is taken for no host, so that a mistyped
 * device name is not told to a name server.
 */
final class Hosts {
    static final int DEFAULT_PORT = 47900;
    private static final int MOST = 8;
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\[\\]]+)](?::(\\d{1,5}))?");
    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,252}))(?::(\\d{1,5}))?");
    private static final Pattern V6 = Pattern.compile("([0-9A-Fa-f]*:[0-9A-Fa-f]*:[0-9A-Fa-f:.]*)(?:%([!-~&&[^%]]{1,64}))?");

    private final HostLookup lookup;
    private final Supplier<List<String>> transports;

    /** @param transports ids of the ones that are here, best first */
    Hosts(HostLookup lookup, Supplier<List<String>> transports) {
        this.lookup = lookup;
        this.transports = transports;
    }

    private record Typed(String host, int port) { }

    /** Whether the text has the form of an address. */
    boolean fits(String text) {
        return typed(text).isPresent();
    }

    /** Blocks for a name, at most {@link HostLookup#LONGEST}. Empty when the text is no address, or no host of that name is known. */
    List<Route> routes(String text) {
        Optional<Typed> typed = typed(text);
        if (typed.isEmpty()) {
            return List.of();
        }
        String[] parts = typed.get().host().split("%", 2);
        String zone = parts.length > 1 ? parts[1] : "";
        List<InetAddress> addresses = Endpoint.literal(parts[0]).map(List::of).orElseGet(() -> lookup.addresses(parts[0]).stream().limit(MOST).toList());
        List<Route> routes = new ArrayList<>();
        for (String transport : transports.get()) {
            addresses.forEach(a -> routes.add(new Route(transport, new Endpoint(a, zone, typed.get().port()).format(), proximity(a))));
        }
        return routes;
    }

    private static Optional<Typed> typed(String text) {
        Matcher brackets = BRACKETS.matcher(text);
        if (brackets.matches()) {
            return V6.matcher(brackets.group(1)).matches() ? typed(brackets.group(1), brackets.group(2)) : Optional.empty();
        }
        if (V6.matcher(text).matches()) {
            return typed(text, null);
        }
        Matcher named = NAMED.matcher(text);
        if (!named.matches() || named.group(2) == null && text.indexOf('.') < 0 && !text.equalsIgnoreCase("localhost")) {
            return Optional.empty();
        }
        return typed(named.group(1), named.group(2));
    }

    private static Optional<Typed> typed(String host, String digits) {
        int port = digits == null ? DEFAULT_PORT : Integer.parseInt(digits);
        return port < 1 || port > 65535 ? Optional.empty() : Optional.of(new Typed(host, port));
    }

    private static Proximity proximity(InetAddress address) {
        boolean near = address.isSiteLocalAddress() || address.isLinkLocalAddress() || address.getAddress().length == 16 && (address.getAddress()[0] & 0xfe) == 0xfc;
        return address.isLoopbackAddress() ? Proximity.SAME_HOST : near ? Proximity.LAN : Proximity.INTERNET;
    }
}
