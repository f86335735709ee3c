package dev.ferry.edge.control.internal;

import jakarta.json.JsonObject;
import java.io.IOException;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The other end of the socket, by hand. */
final class TestClient implements AutoCloseable {
    private final SocketChannel channel;
    private final LineReader lines;

    TestClient(Path socket) throws IOException {
        channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        lines = new LineReader(Channels.newInputStream(channel));
    }

    static TestClient greeted(Path socket) throws IOException {
        TestClient client = new TestClient(socket);
        client.say("{\"hello\":1}");
        client.next();
        return client;
    }

    void say(String line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    JsonObject next() throws IOException {
        return Json.object(lines.next().orElseThrow(() -> new IOException("The server closed")));
    }

    boolean ended() throws IOException {
        try {
            return lines.next().isEmpty();
        } catch (SocketException e) {
            // Closed there with bytes of ours unread.
            return true;
        }
    }

    /** The next event of this kind. */
    JsonObject event(String kind) throws IOException {
        while (true) {
            JsonObject line = next();
            if (line.getString("event", "").equals(kind)) {
                return line;
            }
            if (line.containsKey("end")) {
                throw new IOException("It ended without " + kind);
            }
        }
    }

    /** Everything until the end, the end included. */
    List<JsonObject> rest() throws IOException {
        List<JsonObject> rest = new ArrayList<>();
        do {
            rest.add(next());
        } while (!rest.get(rest.size() - 1).containsKey("end"));
        return rest;
    }

    int end() throws IOException {
        List<JsonObject> rest = rest();
        return rest.get(rest.size() - 1).getInt("end");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
