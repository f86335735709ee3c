package dev.ferry.transport.tcp.internal;

import dev.ferry.model.Proximity;
import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;

/** {@code host:port} with literal addresses. Nothing here asks a name server. */
final class Addresses {
    private Addresses() { }

    /** Thrown text is for a person. */
    static InetSocketAddress parse(String address) {
        int colon = address.lastIndexOf(':');
        String host = colon < 0 ? "" : address.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        } else if (host.indexOf(':') >= 0) {
            host = "";
        }
        int port = port(address.substring(colon + 1));
        if (host.isEmpty() || port < 1 || port > 65535) {
            throw new IllegalArgumentException("'" + address + "' is not an address with a port, as in 192.168.1.20:47900 or [fe80::1%eth0]:47900.");
        }
        return new InetSocketAddress(literal(host), port);
    }

    private static int port(String digits) {
        return digits.matches("[0-9]{1,5}") ? Integer.parseInt(digits) : -1;
    }

    static InetAddress literal(String host) {
        if (!NetUtil.isValidIpV4Address(host) && !NetUtil.isValidIpV6Address(host)) {
            throw new IllegalArgumentException("'" + host + "' is not an IP address. Names are not looked up: give the address itself.");
        }
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("'" + host + "' names a network interface that this device does not have.", e);
        }
    }

    static String format(InetAddress address, int port) {
        String host = address.getHostAddress();
        return address instanceof Inet6Address ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** How near an address is, as seen from the local end of a connection to it. */
    static Proximity proximity(InetAddress local, InetAddress remote) {
        if (remote.isLoopbackAddress() || remote.equals(local)) {
            return Proximity.SAME_HOST;
        }
        return onLink(local, remote) || remote.isSiteLocalAddress() || uniqueLocal(remote) ? Proximity.LAN : Proximity.INTERNET;
    }

    /** True when no router is between: loopback, or one network with the local end and not a tunnel. */
    static boolean onLink(InetAddress local, InetAddress remote) {
        if (remote.isLoopbackAddress() || remote.equals(local)) {
            return true;
        }
        try {
            NetworkInterface own = NetworkInterface.getByInetAddress(local);
            return own != null && !own.isPointToPoint()
                    && (remote.isLinkLocalAddress() || own.getInterfaceAddresses().stream().anyMatch(network -> contains(network, remote)));
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean contains(InterfaceAddress network, InetAddress address) {
        byte[] a = network.getAddress().getAddress();
        byte[] b = address.getAddress();
        int prefix = network.getNetworkPrefixLength();
        if (a.length != b.length || prefix <= 0) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit++) {
            if (((a[bit / 8] ^ b[bit / 8]) >> (7 - bit % 8) & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    /** fc00::/7 (RFC 4193). */
    private static boolean uniqueLocal(InetAddress address) {
        return address instanceof Inet6Address && (address.getAddress()[0] & 0xfe) == 0xfc;
    }
}
