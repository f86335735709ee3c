package dev.ferry.edge.control.internal;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts clients on a socket in a private folder. Who may open that folder may do what this user may; nobody else can. */
final class ControlServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlServer.class);
    private static final int MOST_CLIENTS = 256;

    private final Path socket;
    private final Hello hello;
    private final Verbs verbs;
    private final ExecutorService io;
    private final InstantSource clock;
    private final ServerSocketChannel listener;
    private final Set<Connection> clients = ConcurrentHashMap.newKeySet();

    ControlServer(Path socket, Hello hello, Verbs verbs, ExecutorService io, InstantSource clock) throws IOException {
        this.socket = socket;
        this.hello = hello;
        this.verbs = verbs;
        this.io = io;
        this.clock = clock;
        // The launcher holds the lock of this home, so what lies there was left by a process that died.
        Files.deleteIfExists(socket);
        listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            listener.bind(UnixDomainSocketAddress.of(socket));
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
            io.execute(this::accept);
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    Path socket() {
        return socket;
    }

    private void accept() {
        while (listener.isOpen()) {
            try {
                SocketChannel channel = listener.accept();
                if (clients.size() >= MOST_CLIENTS) {
                    LOG.warn("More than {} commands at once: one was turned away", MOST_CLIENTS);
                    channel.close();
                } else {
                    serve(channel);
                }
            } catch (IOException e) {
                if (listener.isOpen()) {
                    LOG.error("The control socket accepts nobody any more: {}", e.getMessage());
                }
                return;
            }
        }
    }

    private void serve(SocketChannel channel) throws IOException {
        Connection client = new Connection(channel, hello, verbs, io, clock, clients::remove);
        clients.add(client);
        try {
            io.execute(client::serve);
        } catch (RejectedExecutionException e) {
            client.close();
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
            Files.deleteIfExists(socket);
        } catch (IOException e) {
            LOG.debug("The control socket was not removed: {}", e.getMessage());
        }
        clients.forEach(Connection::close);
    }
}
