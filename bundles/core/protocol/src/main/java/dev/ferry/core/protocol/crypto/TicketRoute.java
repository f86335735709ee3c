package dev.ferry.core.protocol.crypto;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One way to reach the issuer of a {@link Ticket}. Checked and brought to one form on creation; no name is looked up.
 *
 * @param transport id of the transport: 1 to 16 of {@code a-z 0-9 -}
 * @param host an IPv4 or IPv6 address without zone, or a host name of up to 64 characters in lower case
 * @param port 1 to 65535
 */
public record TicketRoute(String transport, String host, int port) {
    static final int MAX_TRANSPORT = 16;
    static final int MAX_HOST = 64;

    private static final Pattern TRANSPORT = Pattern.compile("[a-z0-9][a-z0-9-]{0,15}");
    private static final Pattern NAME =
            Pattern.compile("[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*");
    private static final Pattern DOTTED = Pattern.compile("[0-9.]+");
    private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
    private static final Pattern OCTETS = Pattern.compile(OCTET + "(\\." + OCTET + "){3}");
    private static final Pattern COLONS = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");

    /**
     * Checks.
     *
     * @throws IllegalArgumentException for a part that is out of range; the message does not repeat it
     */
    public TicketRoute {
        if (!TRANSPORT.matcher(transport).matches()) {
            throw new IllegalArgumentException("a transport id has 1 to 16 of a-z, 0-9 and -");
        }
        if (port < 1 || port > 0xffff) {
            throw new IllegalArgumentException("a port is 1 to 65535, not " + port);
        }
        if (host.isEmpty() || host.length() > MAX_HOST) {
            throw new IllegalArgumentException("a host has 1 to " + MAX_HOST + " characters");
        }
        Optional<byte[]> address = address(host);
        host = address.isPresent() ? text(address.get()) : host.toLowerCase(Locale.ROOT);
        if (address.isEmpty() && !NAME.matcher(host).matches()) {
            throw new IllegalArgumentException("a host is an address without zone, or a name of a-z, 0-9, - and .");
        }
    }

    static TicketRoute ofAddress(String transport, byte[] address, int port) {
        return new TicketRoute(transport, text(address), port);
    }

    /** The 4 or 16 bytes of the host, if it is an address and no name. */
    Optional<byte[]> address() {
        return address(host);
    }

    private static Optional<byte[]> address(String host) {
        boolean v4 = DOTTED.matcher(host).matches();
        if (!v4 && !COLONS.matcher(host).matches()) {
            return Optional.empty();
        }
        if (v4 && !OCTETS.matcher(host).matches()) {
            throw new IllegalArgumentException("an IPv4 address has four numbers of 0 to 255");
        }
        try {
            // Four numbers are taken as they are, and in brackets nothing but an IPv6 literal is taken: no look-up.
            return Optional.of(InetAddress.getByName(v4 ? host : "[" + host + "]").getAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the IPv6 address of a route is not complete", e);
        }
    }

    private static String text(byte[] address) {
        try {
            InetAddress parsed = InetAddress.getByAddress(address);
            return parsed instanceof Inet4Address ? parsed.getHostAddress() : shorten(parsed.getHostAddress());
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("an address has 4 or 16 bytes", e);
        }
    }

    /** The JDK writes every group; the first longest run of zero groups becomes {@code ::} (RFC 5952, section 4.2). */
    private static String shorten(String eightGroups) {
        String[] groups = eightGroups.split(":");
        int bestStart = -1;
        int bestLength = 1;
        for (int i = 0; i < groups.length; i++) {
            int end = i;
            while (end < groups.length && groups[end].equals("0")) {
                end++;
            }
            if (end - i > bestLength) {
                bestStart = i;
                bestLength = end - i;
            }
        }
        if (bestStart < 0) {
            return eightGroups;
        }
        String head = String.join(":", Arrays.copyOfRange(groups, 0, bestStart));
        String tail = String.join(":", Arrays.copyOfRange(groups, bestStart + bestLength, groups.length));
        return head + "::" + tail;
    }
}
