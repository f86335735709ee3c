package dev.ferry.discovery.mdns.internal;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where multicast DNS is spoken: one interface and one address family, because an answer is only true on the link it is given on.
 *
 * @param name     of the interface
 * @param index    of the interface: the zone of link-local addresses
 * @param address  of this device on that link
 * @param loopback whether it ends on this machine
 */
record NetworkLink(String name, int index, InetAddress address, boolean loopback) {
    /** Tunnels that look like ordinary networks. Point-to-point ones are known by their flag. */
    private static final Pattern TUNNEL = Pattern.compile("(?:tun|tap|wg|ppp|zt|tailscale|utun|ipsec|vpn|nordlynx).*");

    /** Names that fit into an address as its zone. */
    private static final Pattern SPEAKABLE = Pattern.compile("[!-~&&[^\\]\\[%]]{1,64}");

    private static final Comparator<InetAddress> LINK_LOCAL_FIRST = Comparator.comparing(address -> !address.isLinkLocalAddress());

    boolean v6() {
        return address instanceof Inet6Address;
    }

    /** Names the link within this plugin. */
    String id() {
        return name + (v6() ? "/6" : "/4");
    }

    /** The links to use now: those of the named interfaces, else of all that are up, carry multicast and are no tunnel. */
    static List<NetworkLink> usable(MdnsSettings settings) throws SocketException {
        if (!settings.interfaces().isEmpty()) {
            return links(nic -> settings.interfaces().contains(nic.getName()));
        }
        List<NetworkLink> links = new ArrayList<>(links(NetworkLink::ordinary));
        if (settings.loopback() == MdnsSettings.Loopback.ALWAYS || settings.loopback() == MdnsSettings.Loopback.AUTO && links.isEmpty()) {
            links.addAll(links(NetworkLink::isLoopback));
        }
        return links;
    }

    private static List<NetworkLink> links(Predicate<NetworkInterface> wanted) throws SocketException {
        return NetworkInterface.networkInterfaces().filter(nic -> SPEAKABLE.matcher(nic.getName()).matches()).filter(NetworkLink::isUp).filter(wanted).flatMap(nic -> of(nic).stream()).toList();
    }

    /** IPv4 by its first address, IPv6 by its link-local one if there is one. On loopback one family is enough, and Linux has no IPv6 multicast there. */
    private static List<NetworkLink> of(NetworkInterface nic) {
        boolean loopback = isLoopback(nic);
        Stream<InetAddress> v4 = nic.inetAddresses().filter(Inet4Address.class::isInstance).limit(1);
        Stream<InetAddress> v6 = nic.inetAddresses().filter(Inet6Address.class::isInstance).sorted(LINK_LOCAL_FIRST).limit(1);
        return Stream.concat(v4, v6).limit(loopback ? 1 : 2).map(address -> new NetworkLink(nic.getName(), nic.getIndex(), address, loopback)).toList();
    }

    private static boolean ordinary(NetworkInterface nic) {
        try {
            // A port of a bridge or bond has addresses of its own, but its network is reached through its master.
            boolean port = Files.exists(Path.of("/sys/class/net", nic.getName(), "master"));
            return nic.supportsMulticast() && !nic.isLoopback() && !nic.isPointToPoint() && !nic.isVirtual() && !port
                    && !TUNNEL.matcher(nic.getName()).matches();
        } catch (SocketException e) {
            return false; // gone between listing and asking
        }
    }

    private static boolean isUp(NetworkInterface nic) {
        try {
            return nic.isUp();
        } catch (SocketException e) {
            return false;
        }
    }

    private static boolean isLoopback(NetworkInterface nic) {
        try {
            return nic.isLoopback();
        } catch (SocketException e) {
            return false;
        }
    }
}
