package dev.ferry.edge.cli.internal.control;

import jakarta.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A connection to a device's control socket. One request at a time; its events arrive on the thread that asked, answers and cancellations may come from any. */
public final class ControlClient implements AutoCloseable {
    private static final int PROTOCOL = 1;
    private static final int REQUEST = 1;
    private static final int LONGEST = 8 * 1024 * 1024;

    private final SocketChannel channel;
    private final InputStream in;
    private final Object writing = new Object();

    private ControlClient(SocketChannel channel) {
        this.channel = channel;
        this.in = new BufferedInputStream(Channels.newInputStream(channel));
    }

    /**
     * @return empty where nobody listens
     * @throws ControlException somebody does, and it is no Ferry of this version
     */
    public static Optional<ControlClient> connect(Path socket) throws ControlException {
        if (!Files.exists(socket)) {
            return Optional.empty();
        }
        SocketChannel channel;
        try {
            channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new ControlException("The daemon's socket " + socket + " cannot be opened: " + e.getMessage() + ". It may belong to another user.", e);
        }
        ControlClient client = new ControlClient(channel);
        try {
            client.greet();
            return Optional.of(client);
        } catch (ControlException | RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private void greet() throws ControlException {
        send(Json.PROVIDER.createObjectBuilder().add("hello", PROTOCOL).build());
        JsonObject hello = next();
        if (hello.getInt("hello", -1) != PROTOCOL) {
            throw new ControlException("The running daemon is Ferry " + hello.getString("version", "of an unknown version")
                    + ", which this command does not understand. Restart the daemon: stop it and run ferry up.");
        }
    }

    /**
     * Asks, and hands on what is answered until the end.
     *
     * @param arguments of the verb
     * @return the exit code that the daemon gives
     */
    public int request(String verb, Path cwd, JsonObject arguments, Consumer<JsonObject> events) throws ControlException {
        send(Json.PROVIDER.createObjectBuilder().add("request", REQUEST).add("verb", verb).add("cwd", cwd.toString()).add("args", arguments).build());
        while (true) {
            JsonObject line = next();
            if (line.containsKey("end")) {
                return line.getInt("end");
            }
            events.accept(line);
        }
    }

    /** Answers a question of the running request. */
    public void answer(JsonObject answer) throws ControlException {
        send(Json.PROVIDER.createObjectBuilder().add("request", REQUEST).add("answer", answer).build());
    }

    /** Asks the running request to end; its last events still come. */
    public void cancel() throws ControlException {
        send(Json.PROVIDER.createObjectBuilder().add("request", REQUEST).add("cancel", true).build());
    }

    private void send(JsonObject message) throws ControlException {
        ByteBuffer line = ByteBuffer.wrap((message + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            // Not through a stream: the JDK's two streams of one channel share a lock, so that a write would wait for the next read to end.
            synchronized (writing) {
                while (line.hasRemaining()) {
                    channel.write(line);
                }
            }
        } catch (IOException e) {
            throw gone(e);
        }
    }

    private JsonObject next() throws ControlException {
        try {
            return Json.object(line());
        } catch (IOException e) {
            throw gone(e);
        } catch (RuntimeException e) {
            throw new ControlException("What listens on the daemon's socket does not speak as Ferry does. Stop it and run ferry up.", e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() == LONGEST) {
                throw new IOException("The connection ended within a line, or the line does not end");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private static ControlException gone(IOException e) {
        return new ControlException("The daemon ended while it was working on this. Its log says why; start it again with ferry up.", e);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It is closed either way.
        }
    }
}
