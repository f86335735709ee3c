package dev.ferry.edge.control.internal.doctor;

import dev.ferry.edge.control.internal.doctor.Finding.Check;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Asks a question of multicast DNS (RFC 6762) on each interface and listens for itself and for answers. The system gives each listener of a machine what any of them sends, past the
 * same rules that let other devices' packets in or not; so an interface on which this device does not hear itself hears nobody.
 */
final class Echo {
    static final int PORT = 5353;
    /** RFC 6762, section 6: who shares a record answers within 120 ms; the rest is for a Wi-Fi that sleeps. */
    private static final Duration LISTENING = Duration.ofSeconds(1);
    private static final String[] ASKED = {"_ferry._tcp.local", "_services._dns-sd._udp.local"};
    private static final int PTR = 12;
    private static final int INTERNET = 1;
    private static final int LONGEST = 9000;

    private static final Finding ALONE = Finding.ok(Check.MULTICAST, "", "Nobody else answered on any network. Where others are there and announce themselves, the network keeps devices apart, as guest "
            + "networks do and Wi-Fi with client isolation: change that at the access point, or use a ticket or HOST:PORT.");

    private final StandardProtocolFamily family;
    private final InetAddress group;
    private final LongSupplier nanos;

    private Echo(StandardProtocolFamily family, InetAddress group, LongSupplier nanos) {
        this.family = family;
        this.group = group;
        this.nanos = nanos;
    }

    static List<Finding> listen(List<NetworkInterface> interfaces, LongSupplier nanos) {
        List<Finding> findings = new ArrayList<>();
        try {
            List<Ear> ears = new ArrayList<>();
            for (Echo echo : List.of(new Echo(StandardProtocolFamily.INET, InetAddress.getByName("224.0.0.251"), nanos), new Echo(StandardProtocolFamily.INET6, InetAddress.getByName("ff02::fb"), nanos))) {
                List<Ear> heard = echo.present(interfaces) ? echo.on(interfaces) : List.of();
                heard.forEach(ear -> findings.add(echo.finding(ear)));
                ears.addAll(heard);
            }
            if (ears.stream().anyMatch(ear -> ear.heard) && ears.stream().allMatch(ear -> ear.others.isEmpty())) {
                findings.add(ALONE);
            }
        } catch (IOException e) {
            findings.add(Finding.fault(Check.MULTICAST, "", "UDP port " + PORT + " cannot be shared (" + e.getMessage() + "), so nobody nearby is heard. Another program holds it for itself: stop that, or "
                    + "let it share."));
        }
        return findings;
    }

    /** What happened on one interface. */
    private static final class Ear {
        private final NetworkInterface nic;
        private final Set<InetAddress> others = new HashSet<>();
        private Optional<String> failure = Optional.empty();
        private boolean heard;

        Ear(NetworkInterface nic) {
            this.nic = nic;
        }
    }

    /** Where no interface speaks a family the system may not have it at all. */
    private boolean present(List<NetworkInterface> interfaces) {
        return interfaces.stream().anyMatch(this::speaks);
    }

    private boolean speaks(NetworkInterface nic) {
        return nic.inetAddresses().anyMatch(a -> family == StandardProtocolFamily.INET ? a instanceof Inet4Address : a instanceof Inet6Address);
    }

    private List<Ear> on(List<NetworkInterface> interfaces) throws IOException {
        Map<Integer, Ear> ears = new LinkedHashMap<>();
        try (DatagramChannel channel = DatagramChannel.open(family)) {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(new InetSocketAddress(PORT));
            channel.setOption(StandardSocketOptions.IP_MULTICAST_LOOP, true);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_TTL, 255);
            for (NetworkInterface nic : interfaces) {
                if (speaks(nic)) {
                    // The number of a question means nothing to others (RFC 6762, section 18.1); here it tells the interfaces apart, and one run from another.
                    int number = (int) (nanos.getAsLong() >>> 8 & 0xff00 | nic.getIndex() & 0xff);
                    ears.put(number, ask(channel, new Ear(nic), number));
                }
            }
            hear(channel, ears);
        }
        return List.copyOf(ears.values());
    }

    private Ear ask(DatagramChannel channel, Ear ear, int number) {
        try {
            channel.join(group, ear.nic);
            channel.setOption(StandardSocketOptions.IP_MULTICAST_IF, ear.nic);
            channel.send(question(number), new InetSocketAddress(group, PORT));
        } catch (IOException e) {
            ear.failure = Optional.of(String.valueOf(e.getMessage()));
        }
        return ear;
    }

    private static ByteBuffer question(int number) {
        ByteBuffer out = ByteBuffer.allocate(512).putShort((short) number).putShort((short) 0).putShort((short) ASKED.length).putShort((short) 0).putInt(0);
        for (String name : ASKED) {
            for (String label : name.split("\\.")) {
                byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
                out.put((byte) bytes.length).put(bytes);
            }
            out.put((byte) 0).putShort((short) PTR).putShort((short) INTERNET);
        }
        return out.flip();
    }

    private void hear(DatagramChannel channel, Map<Integer, Ear> ears) throws IOException {
        long end = nanos.getAsLong() + LISTENING.toNanos();
        byte[] bytes = new byte[LONGEST];
        for (long left = LISTENING.toMillis(); left > 0; left = TimeUnit.NANOSECONDS.toMillis(end - nanos.getAsLong())) {
            DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
            try {
                channel.socket().setSoTimeout((int) left);
                channel.socket().receive(packet);
            } catch (SocketTimeoutException e) {
                return;
            }
            if (packet.getLength() >= 12) {
                ByteBuffer message = ByteBuffer.wrap(bytes, 0, packet.getLength());
                Ear own = ears.get(message.getShort(0) & 0xffff);
                boolean question = message.getShort(2) >= 0;
                if (question && own != null && isOurs(packet.getAddress())) {
                    own.heard = true;
                } else if (!question) {
                    ears.values().stream().filter(ear -> isThere(ear.nic, packet.getAddress())).forEach(ear -> ear.others.add(packet.getAddress()));
                }
            }
        }
    }

    private static boolean isOurs(InetAddress address) throws IOException {
        return NetworkInterface.getByInetAddress(address) != null;
    }

    /** Whether another device's address is on this link. */
    private static boolean isThere(NetworkInterface nic, InetAddress address) {
        if (nic.inetAddresses().anyMatch(address::equals)) {
            return false;
        }
        if (address instanceof Inet6Address v6 && v6.isLinkLocalAddress()) {
            return v6.getScopeId() == nic.getIndex();
        }
        return nic.getInterfaceAddresses().stream().filter(own -> own.getAddress().getAddress().length == address.getAddress().length)
                .anyMatch(own -> samePrefix(own.getAddress().getAddress(), address.getAddress(), own.getNetworkPrefixLength()));
    }

    private static boolean samePrefix(byte[] one, byte[] other, int bits) {
        for (int bit = 0; bit < bits; bit++) {
            if (((one[bit / 8] ^ other[bit / 8]) >> 7 - bit % 8 & 1) != 0) {
                return false;
            }
        }
        return true;
    }

    private Finding finding(Ear ear) {
        String subject = ear.nic.getName() + (family == StandardProtocolFamily.INET ? " IPv4" : " IPv6");
        if (ear.failure.isPresent()) {
            return Finding.fault(Check.MULTICAST, subject, "Multicast cannot be sent (" + ear.failure.get() + "), so nobody finds this device there. A firewall here may forbid it: allow UDP port " + PORT
                    + " out and in.");
        }
        if (!ear.heard) {
            return Finding.fault(Check.MULTICAST, subject, "This device does not hear its own multicast, so it hears nobody's. A firewall here drops it: allow UDP port " + PORT + " in and out, to "
                    + group.getHostAddress() + ".");
        }
        int others = ear.others.size();
        return Finding.ok(Check.MULTICAST, subject, "Multicast goes out and is heard here; " + (others == 0 ? "no other device answers." : others == 1 ? "another device answers."
                : others + " other devices answer."));
    }
}
