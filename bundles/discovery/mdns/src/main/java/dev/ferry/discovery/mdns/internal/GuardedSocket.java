package dev.ferry.discovery.mdns.internal;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.MulticastSocket;
import java.util.function.Predicate;

/**
 * Stands between a socket and JmDNS's listener, and lets through what concerns Ferry and is well formed. JmDNS logs a stack trace for every other packet, parses the names
 * of every service in the house, and believes answers from any port.
 */
final class GuardedSocket extends MulticastSocket {
    private static final int RESPONSE = 0x80;

    private final int port;
    private final Predicate<String> hosts;
    private volatile MulticastSocket socket;

    /**
     * @param port  of multicast DNS: answers come from nowhere else (RFC 6762 section 11)
     * @param hosts host names that matter, lower case and with a dot at their end
     */
    GuardedSocket(int port, Predicate<String> hosts) throws IOException {
        super(null);
        super.close(); // this one is never used: only its type is wanted
        this.port = port;
        this.hosts = hosts;
    }

    /** @param open bound and joined; closed by its owner */
    void attach(MulticastSocket open) {
        socket = open;
    }

    @Override
    public void receive(DatagramPacket packet) throws IOException {
        do {
            packet.setLength(packet.getData().length);
            socket.receive(packet);
        } while (!passes(packet));
    }

    private boolean passes(DatagramPacket packet) {
        boolean answer = packet.getLength() > 2 && (packet.getData()[2] & RESPONSE) != 0;
        return (!answer || packet.getPort() == port) && MessageCheck.concerns(packet.getData(), packet.getLength(), hosts);
    }
}
