package dev.ferry.edge.control.internal.doctor;

import dev.ferry.edge.control.internal.doctor.Finding.Check;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The network interfaces, and which of them lead to devices nearby. */
final class Interfaces {
    /** Tunnels that look like ordinary networks. Point-to-point ones are known by their flag. */
    private static final Pattern TUNNEL = Pattern.compile("(?:tun|tap|wg|ppp|zt|tailscale|utun|ipsec|vpn|nordlynx).*");

    /**
     * @param findings one for each interface that is there
     * @param usable   where devices nearby are looked for
     */
    record Seen(List<Finding> findings, List<NetworkInterface> usable) { }

    private Interfaces() { }

    static Seen look() {
        List<Finding> findings = new ArrayList<>();
        List<NetworkInterface> usable = new ArrayList<>();
        try {
            for (NetworkInterface nic : NetworkInterface.networkInterfaces().filter(nic -> !isLoopback(nic)).toList()) {
                Optional<String> leftOut = leftOut(nic);
                if (leftOut.isEmpty()) {
                    usable.add(nic);
                }
                findings.add(Finding.ok(Check.INTERFACE, nic.getName(), leftOut.orElseGet(() -> "It is up with " + addresses(nic) + ".")));
            }
        } catch (SocketException e) {
            // None is there, which is told below.
        }
        if (usable.isEmpty()) {
            findings.add(Finding.fault(Check.INTERFACE, "", "No network is up that could lead to other devices. Connect to one; on this machine itself devices still find each other."));
        }
        return new Seen(findings, usable);
    }

    private static Optional<String> leftOut(NetworkInterface nic) {
        try {
            if (!nic.isUp()) {
                return Optional.of("It is down, and left out.");
            }
            if (nic.inetAddresses().findAny().isEmpty()) {
                return Optional.of("It has no address, and is left out.");
            }
            if (nic.isPointToPoint() || TUNNEL.matcher(nic.getName()).matches()) {
                return Optional.of("It is a VPN or another point-to-point link, where nobody is looked for: name devices behind it by HOST:PORT. A VPN may also take the way to devices nearby; "
                        + "try without it.");
            }
            if (Files.exists(Path.of("/sys/class/net", nic.getName(), "master"))) {
                return Optional.of("It is a port of a bridge or bond, whose own interface is used in its place.");
            }
            return nic.supportsMulticast() && !nic.isVirtual() ? Optional.empty() : Optional.of("It takes no multicast, and is left out.");
        } catch (SocketException e) {
            return Optional.of("It has just gone.");
        }
    }

    private static boolean isLoopback(NetworkInterface nic) {
        try {
            return nic.isLoopback();
        } catch (SocketException e) {
            return true;
        }
    }

    private static String addresses(NetworkInterface nic) {
        return nic.inetAddresses().map(InetAddress::getHostAddress).map(a -> a.replaceAll("%.*", "")).collect(Collectors.joining(", "));
    }
}
