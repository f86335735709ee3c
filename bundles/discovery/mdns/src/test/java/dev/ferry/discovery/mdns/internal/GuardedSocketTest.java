package dev.ferry.discovery.mdns.internal;

import static dev.ferry.discovery.mdns.internal.LinkProbe.message;
import static dev.ferry.discovery.mdns.internal.LinkProbe.question;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.MulticastSocket;
import java.net.SocketException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class GuardedSocketTest {
    private static final int PORT = 5353;
    private static final byte[] QUESTION = message(LinkProbe.QUERY, List.of(question(PacedDns.TYPE, LinkProbe.PTR)), List.of(), List.of());
    private static final byte[] ANSWER = message(LinkProbe.RESPONSE, List.of(), List.of(LinkProbe.record(PacedDns.TYPE, LinkProbe.PTR, 120,
            LinkProbe.encoded("alpha4zx8q2m." + PacedDns.TYPE))), List.of());
    private static final byte[] OF_OTHERS = message(LinkProbe.QUERY, List.of(question("_printer._tcp.local", LinkProbe.PTR)), List.of(), List.of());

    private final Queue<DatagramPacket> arriving = new ArrayDeque<>();

    @Test
    void answers_come_from_the_port_of_multicast_dns_or_are_none() throws IOException {
        arrives(ANSWER, PORT + 1);
        arrives(ANSWER, PORT);

        assertThat(receive().getPort()).isEqualTo(PORT);
    }

    @Test
    void questions_may_come_from_any_port() throws IOException {
        arrives(QUESTION, PORT + 1);

        assertThat(receive().getPort()).isEqualTo(PORT + 1);
    }

    @Test
    void what_concerns_others_or_is_malformed_is_never_seen() throws IOException {
        arrives(OF_OTHERS, PORT);
        arrives(new byte[0], PORT);
        arrives(new byte[] {0, 0}, PORT);
        arrives(Arrays.copyOf(QUESTION, QUESTION.length - 1), PORT);
        arrives(QUESTION, PORT);

        DatagramPacket seen = receive();

        assertThat(Arrays.copyOf(seen.getData(), seen.getLength())).isEqualTo(QUESTION);
    }

    @Test
    void the_end_of_the_socket_is_told() {
        assertThatThrownBy(this::receive).isInstanceOf(SocketException.class);
    }

    private void arrives(byte[] bytes, int port) {
        arriving.add(new DatagramPacket(bytes, bytes.length, InetAddress.getLoopbackAddress(), port));
    }

    private DatagramPacket receive() throws IOException {
        GuardedSocket guarded = new GuardedSocket(PORT, host -> false);
        try (MulticastSocket socket = new Scripted()) {
            guarded.attach(socket);
            DatagramPacket packet = new DatagramPacket(new byte[9000], 9000);
            guarded.receive(packet);
            return packet;
        }
    }

    /** Receives what the test says, then is closed. */
    private final class Scripted extends MulticastSocket {
        Scripted() throws IOException {
            super(null);
        }

        @Override
        public void receive(DatagramPacket packet) throws IOException {
            DatagramPacket next = arriving.poll();
            if (next == null) {
                throw new SocketException("closed");
            }
            System.arraycopy(next.getData(), 0, packet.getData(), 0, next.getLength());
            packet.setLength(next.getLength());
            packet.setPort(next.getPort());
            packet.setAddress(next.getAddress());
        }
    }
}
