package dev.ferry.runtime.itest;

import java.io.BufferedReader;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Everything that a host sends and receives, as somebody on its cable sees it. Needs root and Python. */
final class Capture implements AutoCloseable {
    private static final String SCRIPT = """
            import socket, struct, sys
            wire = socket.socket(socket.AF_PACKET, socket.SOCK_RAW, socket.ntohs(3))
            wire.setsockopt(socket.SOL_SOCKET, 33, 1 << 26)
            wire.bind(("eth0", 0))
            with open(sys.argv[1], "wb", buffering=0) as out:
                print("listening", flush=True)
                while True:
                    packet = wire.recv(1 << 18)
                    out.write(struct.pack(">I", len(packet)) + packet)
            """;
    private static final int ETHERNET = 14;
    private static final int TCP = 6;
    private static final int SYN = 2;

    private final Path file;
    private final Process process;

    private Capture(Path file, Process process) {
        this.file = file;
        this.process = process;
    }

    static Capture at(String host, Path file) throws IOException {
        Process process = new ProcessBuilder("ip", "netns", "exec", host, "python3", "-c", SCRIPT, file.toString()).redirectErrorStream(true).start();
        BufferedReader said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line = said.readLine();
        if (!"listening".equals(line)) {
            throw new IllegalStateException("Nothing can be captured: " + line);
        }
        return new Capture(file, process);
    }

    /** Why nothing can be captured on this machine; empty when it can. */
    static String missing() {
        try {
            Process python = new ProcessBuilder("python3", "-c", "import socket; socket.socket(socket.AF_PACKET, socket.SOCK_RAW).close()").redirectErrorStream(true).start();
            String said = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return python.waitFor() == 0 ? "" : "Python cannot capture packets: " + said.strip();
        } catch (IOException e) {
            return "there is no python3";
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** All bytes of all packets. */
    byte[] bytes() throws IOException {
        return Files.readAllBytes(file);
    }

    /**
     * The lengths of the TLS records of each connection, by who sent them to whom: {@code address:port>address:port}. Ends what is captured.
     */
    Map<String, List<Integer>> records() throws IOException {
        close();
        Map<String, TreeMap<Long, byte[]>> flows = new TreeMap<>();
        Map<String, Long> begins = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(Files.newInputStream(file))) {
            while (in.available() >= Integer.BYTES) {
                byte[] packet = in.readNBytes(in.readInt());
                segment(ByteBuffer.wrap(packet), flows, begins);
            }
        }
        Map<String, List<Integer>> records = new TreeMap<>();
        flows.forEach((flow, segments) -> records.put(flow, records(joined(segments))));
        return records;
    }

    private static void segment(ByteBuffer packet, Map<String, TreeMap<Long, byte[]>> flows, Map<String, Long> begins) {
        boolean six = packet.getShort(12) == (short) 0x86dd;
        if (!six && packet.getShort(12) != 0x0800 || packet.get(ETHERNET + (six ? 6 : 9)) != TCP) {
            return;
        }
        int header = six ? 40 : (packet.get(ETHERNET) & 15) * 4;
        int end = ETHERNET + (six ? 40 + Short.toUnsignedInt(packet.getShort(ETHERNET + 4)) : Short.toUnsignedInt(packet.getShort(ETHERNET + 2)));
        int tcp = ETHERNET + header;
        byte[] addresses = Arrays.copyOfRange(packet.array(), ETHERNET + (six ? 8 : 12), ETHERNET + (six ? 40 : 20));
        String from = Arrays.toString(Arrays.copyOf(addresses, addresses.length / 2)) + ":" + Short.toUnsignedInt(packet.getShort(tcp));
        String to = Arrays.toString(Arrays.copyOfRange(addresses, addresses.length / 2, addresses.length)) + ":" + Short.toUnsignedInt(packet.getShort(tcp + 2));
        String flow = from + ">" + to;
        long number = Integer.toUnsignedLong(packet.getInt(tcp + 4));
        if ((packet.get(tcp + 13) & SYN) != 0) {
            begins.put(flow, number + 1);
        }
        int data = tcp + ((packet.get(tcp + 12) >> 4) & 15) * 4;
        if (data < end && begins.containsKey(flow)) {
            byte[] payload = Arrays.copyOfRange(packet.array(), data, end);
            flows.computeIfAbsent(flow, key -> new TreeMap<>()).merge((number - begins.get(flow)) & 0xffff_ffffL, payload, (one, other) -> one.length < other.length ? other : one);
        }
    }

    /** What was sent twice counts once. */
    private static byte[] joined(TreeMap<Long, byte[]> segments) {
        long length = segments.entrySet().stream().mapToLong(segment -> segment.getKey() + segment.getValue().length).max().orElse(0);
        byte[] all = new byte[(int) length];
        long covered = 0;
        for (Map.Entry<Long, byte[]> segment : segments.entrySet()) {
            if (segment.getKey() > covered) {
                throw new IllegalStateException("A segment was not captured at " + covered);
            }
            System.arraycopy(segment.getValue(), 0, all, segment.getKey().intValue(), segment.getValue().length);
            covered = Math.max(covered, segment.getKey() + segment.getValue().length);
        }
        return all;
    }

    private static List<Integer> records(byte[] stream) {
        List<Integer> lengths = new ArrayList<>();
        ByteBuffer bytes = ByteBuffer.wrap(stream);
        while (bytes.remaining() >= 5) {
            int length = Short.toUnsignedInt(bytes.getShort(bytes.position() + 3));
            lengths.add(length);
            bytes.position(Math.min(bytes.limit(), bytes.position() + 5 + length));
        }
        return lengths;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
