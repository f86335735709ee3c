package dev.ferry.discovery.dht.internal.mainline;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;

/** Which addresses of nodes are worth a packet. */
final class Addresses {
    private Addresses() { }

    /** Of this host or its own network; no address of the public internet. */
    static boolean isLocal(InetAddress address) {
        byte[] ip = address.getAddress();
        boolean uniqueLocal = ip.length == 16 && (ip[0] & 0xfe) == 0xfc; // RFC 4193
        boolean carrier = ip.length == 4 && ip[0] == 100 && (ip[1] & 0xc0) == 64; // RFC 6598
        return address.isLoopbackAddress() || address.isLinkLocalAddress() || address.isSiteLocalAddress() || uniqueLocal || carrier;
    }

    static boolean isUsable(InetSocketAddress address) {
        InetAddress ip = address.getAddress();
        byte first = ip.getAddress()[0];
        boolean reserved = ip instanceof Inet4Address && (first == 0 || (first & 0xf0) == 0xf0);
        return address.getPort() > 0 && !ip.isAnyLocalAddress() && !ip.isMulticastAddress() && !reserved;
    }

    /**
     * Whether a node may name another. A node on the internet does not know who is on our network, and must not aim our packets at it.
     */
    static boolean mayName(InetAddress who, InetSocketAddress named) {
        return isUsable(named) && (isLocal(who) || !isLocal(named.getAddress()));
    }

    /**
     * What many nodes of one owner have in common: an IPv4 address, or the first 64 bits of an IPv6 address. On local networks every port is somebody else.
     */
    static Object owner(InetSocketAddress address) {
        byte[] ip = address.getAddress().getAddress();
        return isLocal(address.getAddress()) ? address : ip.length == 4 ? address.getAddress() : Arrays.hashCode(Arrays.copyOf(ip, 8));
    }
}
