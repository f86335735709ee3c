package dev.ferry.edge.control.internal;

import jakarta.json.JsonException;
import jakarta.json.JsonObject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One client. Reads on its own thread; each request runs on another; lines are written whole, by whoever has one. */
final class Connection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
    private static final int MOST_REQUESTS = 16;

    private final SocketChannel channel;
    private final Object writing = new Object();
    private final Hello hello;
    private final Verbs verbs;
    private final ExecutorService io;
    private final InstantSource clock;
    private final Consumer<Connection> onEnd;
    private final Map<Integer, Exchange> running = new ConcurrentHashMap<>();

    Connection(SocketChannel channel, Hello hello, Verbs verbs, ExecutorService io, InstantSource clock, Consumer<Connection> onEnd) {
        this.channel = channel;
        this.hello = hello;
        this.verbs = verbs;
        this.io = io;
        this.clock = clock;
        this.onEnd = onEnd;
    }

    void serve() {
        try {
            LineReader lines = new LineReader(Channels.newInputStream(channel));
            write(hello.line());
            Optional<String> line = lines.next();
            if (line.isPresent() && !hello.fits(Json.object(line.get()))) {
                write(hello.refusal());
                return;
            }
            while ((line = lines.next()).isPresent()) {
                take(Json.object(line.get()));
            }
        } catch (IOException | JsonException e) {
            LOG.debug("A command's connection ended: {}", e.getMessage());
        } finally {
            close();
        }
    }

    private void take(JsonObject message) {
        int id = message.getInt("request", 0);
        Exchange exchange = running.get(id);
        if (message.containsKey("verb")) {
            if (exchange == null && running.size() < MOST_REQUESTS) {
                start(new Exchange(id, message, this::send, clock));
            }
        } else if (exchange != null && message.getBoolean("cancel", false)) {
            exchange.cancel();
        } else if (exchange != null && message.get("answer") instanceof JsonObject answer) {
            exchange.answer(answer);
        }
    }

    private void start(Exchange exchange) {
        running.put(exchange.id(), exchange);
        try {
            io.execute(() -> {
                try {
                    exchange.end(verbs.run(exchange));
                } finally {
                    running.remove(exchange.id());
                }
            });
        } catch (RejectedExecutionException e) {
            running.remove(exchange.id());
            exchange.end(ExitCodes.BUG);
        }
    }

    /** A client that has gone needs no lines; what it asked for is being cancelled by {@link #close()}. */
    private void send(JsonObject line) {
        try {
            write(line);
        } catch (IOException e) {
            LOG.debug("A command has gone: {}", e.getMessage());
        }
    }

    private void write(JsonObject line) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        // Not through a stream: the JDK's two streams of one channel share a lock, so that a write would wait for the next read to end.
        synchronized (writing) {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("A command's connection did not close: {}", e.getMessage());
        }
        running.values().forEach(Exchange::cancel);
        onEnd.accept(this);
    }
}
