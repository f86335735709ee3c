package dev.ferry.discovery.dht.internal.mainline;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A node as another one names it: its id and where it listens. */
public record Contact(NodeId id, InetSocketAddress address) {

    boolean isIpv4() {
        return address.getAddress() instanceof Inet4Address;
    }

    /** The nodes of compact form (BEP 5, BEP 32): 26 bytes each for IPv4, 38 for IPv6. A piece at the end that is no whole node makes all of it worthless. */
    static List<Contact> parse(byte[] compact, int ipLength, int most) {
        int size = NodeId.LENGTH + ipLength + 2;
        if (compact.length % size != 0) {
            return List.of();
        }
        List<Contact> contacts = new ArrayList<>();
        for (int at = 0; at < compact.length && contacts.size() < most; at += size) {
            NodeId id = NodeId.of(Arrays.copyOfRange(compact, at, at + NodeId.LENGTH));
            endpoint(Arrays.copyOfRange(compact, at + NodeId.LENGTH, at + size)).ifPresent(address -> contacts.add(new Contact(id, address)));
        }
        return contacts;
    }

    /** Compact address and port: 6 or 18 bytes. */
    static Optional<InetSocketAddress> endpoint(byte[] compact) {
        if (compact.length != 6 && compact.length != 18) {
            return Optional.empty();
        }
        int ip = compact.length - 2;
        try {
            InetAddress address = InetAddress.getByAddress(Arrays.copyOf(compact, ip));
            return Optional.of(new InetSocketAddress(address, (compact[ip] & 0xff) << 8 | compact[ip + 1] & 0xff));
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    static byte[] encode(List<Contact> contacts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (Contact contact : contacts) {
            out.writeBytes(contact.id().bytes());
            out.writeBytes(contact.address().getAddress().getAddress());
            out.write(contact.address().getPort() >> 8);
            out.write(contact.address().getPort());
        }
        return out.toByteArray();
    }
}
