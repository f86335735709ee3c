package dev.ferry.tck.transport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.function.Supplier;

/** Takes a TCP connection and never says a word. */
public final class SilentPeer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5000;

    private final ServerSocket server;

    public SilentPeer(String localAddress) throws IOException {
        server = new ServerSocket(0, 50, InetAddress.getByName(localAddress));
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    public int port() {
        return server.getLocalPort();
    }

    /**
     * Whether the other side is gone when it says so: takes the connection that was made, reads what was sent, and meets its end.
     *
     * @param attempt ends when the dialling side has given up
     */
    boolean isLeftAfter(Supplier<Boolean> attempt) throws IOException {
        if (!attempt.get()) {
            return false;
        }
        try (Socket connection = server.accept()) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            connection.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
            return true;
        } catch (SocketTimeoutException stillOpen) {
            return false;
        } catch (SocketException reset) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
