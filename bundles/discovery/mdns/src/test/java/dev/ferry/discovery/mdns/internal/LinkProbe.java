package dev.ferry.discovery.mdns.internal;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Somebody else on the loopback link, who speaks raw multicast DNS and hears everything. */
final class LinkProbe implements AutoCloseable {
    static final int QUERY = 0;
    static final int RESPONSE = 0x8400;
    static final int A = 1;
    static final int PTR = 12;
    static final int TXT = 16;
    static final int AAAA = 28;
    static final int SRV = 33;
    static final int OPT = 41;
    static final int ANY = 255;
    private static final int PORT = 5353;

    private final MulticastSocket socket;
    private final InetSocketAddress group;

    /** @param port 5353 to hear the link, 0 for a socket that only gets what is sent to it alone */
    LinkProbe(int port) throws IOException {
        NetworkInterface lo = NetworkInterface.getByName("lo");
        group = new InetSocketAddress(InetAddress.getByAddress(new byte[] {(byte) 224, 0, 0, (byte) 251}), PORT);
        socket = new MulticastSocket(null);
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(port));
        socket.setNetworkInterface(lo);
        if (port == PORT) {
            socket.joinGroup(group, lo);
        }
    }

    /** One entry of a message, already in wire form. */
    record Entry(byte[] bytes) { }

    static Entry question(String name, int type) {
        return entry(out -> {
            name(out, name);
            out.writeShort(type);
            out.writeShort(1);
        });
    }

    static Entry record(String name, int type, int ttl, byte[] data) {
        return entry(out -> {
            name(out, name);
            out.writeShort(type);
            out.writeShort(1);
            out.writeInt(ttl);
            out.writeShort(data.length);
            out.write(data);
        });
    }

    /** What a sender says about itself in an additional record (RFC 6891): how large an answer may be. */
    static Entry payloadSize(int bytes) {
        return entry(out -> {
            out.writeByte(0);
            out.writeShort(OPT);
            out.writeShort(bytes);
            out.writeInt(0);
            out.writeShort(0);
        });
    }

    static byte[] srv(int port, String target) {
        return entry(out -> {
            out.writeInt(0);
            out.writeShort(port);
            name(out, target);
        }).bytes();
    }

    static byte[] encoded(String name) {
        return entry(out -> name(out, name)).bytes();
    }

    private interface Writing {
        void to(DataOutputStream out) throws IOException;
    }

    private static Entry entry(Writing writing) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            writing.to(new DataOutputStream(bytes));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return new Entry(bytes.toByteArray());
    }

    private static void name(DataOutputStream out, String name) throws IOException {
        for (String label : name.split("\\.")) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            out.writeByte(bytes.length);
            out.write(bytes);
        }
        out.writeByte(0);
    }

    static byte[] message(int flags, List<Entry> questions, List<Entry> answers, List<Entry> additionals) {
        return entry(out -> {
            out.writeShort(0);
            out.writeShort(flags);
            out.writeShort(questions.size());
            out.writeShort(answers.size());
            out.writeShort(0);
            out.writeShort(additionals.size());
            for (List<Entry> part : List.of(questions, answers, additionals)) {
                for (Entry entry : part) {
                    out.write(entry.bytes());
                }
            }
        }).bytes();
    }

    void send(byte[] message) throws IOException {
        socket.send(new DatagramPacket(message, message.length, group));
    }

    /** Everything that comes within the time. */
    List<byte[]> hear(Duration time) throws IOException {
        List<byte[]> heard = new ArrayList<>();
        long end = System.nanoTime() + time.toNanos();
        byte[] buffer = new byte[9000];
        for (long left = time.toMillis(); left > 0; left = (end - System.nanoTime()) / 1_000_000) {
            socket.setSoTimeout((int) left);
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            try {
                socket.receive(packet);
            } catch (SocketTimeoutException e) {
                break;
            }
            heard.add(Arrays.copyOf(packet.getData(), packet.getLength()));
        }
        return heard;
    }

    @Override
    public void close() {
        socket.close();
    }
}
