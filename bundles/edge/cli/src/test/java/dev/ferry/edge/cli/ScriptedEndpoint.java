package dev.ferry.edge.cli;

import jakarta.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A control endpoint that says what the test wrote down, and remembers what it heard. */
final class ScriptedEndpoint implements AutoCloseable {
    /** What it says to one client. */
    @FunctionalInterface
    interface Script {
        void talk(Talk with) throws IOException;
    }

    final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();
    private final ServerSocketChannel listener;

    ScriptedEndpoint(Path socket, Script script) throws IOException {
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(UnixDomainSocketAddress.of(socket));
        Thread thread = new Thread(() -> {
            while (listener.isOpen()) {
                try (SocketChannel client = listener.accept()) {
                    script.talk(new Talk(client));
                } catch (IOException e) {
                    // The client or the test has gone.
                }
            }
        }, "scripted endpoint");
        thread.setDaemon(true);
        thread.start();
    }

    /** As a daemon does: greets, takes one request, says these lines and the end. */
    static Script answers(int exit, String... lines) {
        return with -> {
            with.greet();
            with.hear();
            for (String line : lines) {
                with.say(line);
            }
            with.say("{'request':1,'end':" + exit + "}");
        };
    }

    /** One client. */
    final class Talk {
        private final SocketChannel client;
        private final BufferedReader lines;

        Talk(SocketChannel client) {
            this.client = client;
            this.lines = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8));
        }

        void greet() throws IOException {
            hear();
            say("{'hello':1,'version':'9.9.9'}");
        }

        JsonObject hear() throws IOException {
            String line = lines.readLine();
            if (line == null) {
                throw new IOException("The client closed");
            }
            JsonObject object = dev.ferry.edge.cli.internal.control.Json.object(line);
            heard.add(object);
            return object;
        }

        void say(String line) throws IOException {
            ByteBuffer bytes = ByteBuffer.wrap((line.replace('\'', '"') + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                client.write(bytes);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
