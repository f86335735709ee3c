package @name@;

import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What stands in a route of this transport: a literal address and a port. No name server is asked: whoever wrote the route would learn who dials it. */
final class Addresses {
    private static final Pattern LITERAL = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*(%[\\w.-]+)?");
    private static final Pattern ADDRESS = Pattern.compile("(?:\\[([^\\]]+)\\]|([^:]+)):(\\d{1,5})");

    private Addresses() { }

    /** @throws IllegalArgumentException with a sentence for a person, as in {@link #literal} */
    static InetSocketAddress parse(String address) {
        Matcher parts = ADDRESS.matcher(address);
        if (!parts.matches() || Integer.parseInt(parts.group(3)) > 65535) {
            throw new IllegalArgumentException("'" + address + "' is not an address with a port, as in 192.0.2.1:47900 or [2001:db8::1]:47900.");
        }
        return new InetSocketAddress(literal(parts.group(1) == null ? parts.group(2) : parts.group(1)), Integer.parseInt(parts.group(3)));
    }

    static InetAddress literal(String host) {
        try {
            if (LITERAL.matcher(host).matches()) {
                return InetAddress.getByName(host);
            }
        } catch (UnknownHostException e) {
            // A number too many, or an interface that is not here.
        }
        throw new IllegalArgumentException("'" + host + "' is not an IP address. Names are not looked up: give the address itself.");
    }

    static Route route(InetAddress address, int port) {
        String host = address.getHostAddress();
        Proximity proximity = address.isLoopbackAddress() ? Proximity.SAME_HOST
                : address.isSiteLocalAddress() || address.isLinkLocalAddress() ? Proximity.LAN : Proximity.INTERNET;
        return new Route(@Class@Transport.ID, (address instanceof Inet6Address ? "[" + host + "]" : host) + ":" + port, proximity);
    }

    /** Where this device can be reached now. */
    static List<InetAddress> local(Optional<InetAddress> only) {
        if (only.isPresent()) {
            return List.of(only.get());
        }
        try {
            List<InetAddress> found = NetworkInterface.networkInterfaces().flatMap(NetworkInterface::inetAddresses)
                    .filter(address -> !address.isLoopbackAddress() && !address.isLinkLocalAddress()).toList();
            return found.isEmpty() ? List.of(InetAddress.getLoopbackAddress()) : found;
        } catch (SocketException e) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }
}
