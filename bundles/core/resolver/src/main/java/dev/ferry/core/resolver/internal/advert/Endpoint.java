package dev.ferry.core.resolver.internal.advert;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A literal IP address with a port, as in {@code 192.168.1.20:47900} or {@code [fe80::1%eth0]:47900}. Nothing here asks a name server.
 *
 * @param address without its zone; an IPv4 address in IPv6 clothes is an IPv4 address
 * @param zone    interface of a link-local address as seen on this device, or empty
 * @param port    1 to 65535
 */
public record Endpoint(InetAddress address, String zone, int port) {
    private static final Pattern FORM = Pattern.compile("(?:\\[([0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,43})(?:%([^\\]\\[]{1,64}))?]|([0-9.]{7,15})):([0-9]{1,5})");
    private static final Pattern V4 = Pattern.compile("(?:(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])(?:\\.(?!$)|$)){4}");

    public Endpoint {
        Objects.requireNonNull(address, "address");
        zone = address instanceof Inet4Address ? "" : Objects.requireNonNull(zone, "zone");
    }

    /** Empty for everything else, names included. */
    public static Optional<Endpoint> parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int port = Integer.parseInt(form.group(4));
        String host = form.group(1) != null ? form.group(1) : form.group(3);
        String zone = form.group(2) == null ? "" : form.group(2);
        return port < 1 || port > 65535 ? Optional.empty() : literal(host).map(address -> new Endpoint(address, zone, port));
    }

    /** A literal address without zone; empty for everything else. */
    public static Optional<InetAddress> literal(String host) {
        boolean v6 = host.indexOf(':') >= 0;
        if (!v6 && !V4.matcher(host).matches()) {
            return Optional.empty();
        }
        try {
            // In brackets the JDK refuses what is not a literal instead of looking it up.
            return Optional.of(InetAddress.getByName(v6 ? "[" + host + "]" : host));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** The form that {@link #parse} reads. */
    public String format() {
        String host = address.getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + port : "[" + host + (zone.isEmpty() ? "" : "%" + zone) + "]:" + port;
    }
}
