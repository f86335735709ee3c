package dev.ferry.tck.transport;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;

/** Sits between two sides of one TCP connection, passes bytes on, and does harm when told. */
final class MeddlingProxy implements AutoCloseable {
    private final InetAddress address;
    private final int target;
    private final ServerSocket server;
    private final ExecutorService threads;
    private volatile boolean damaging;
    private volatile Socket dialled;
    private volatile Socket accepting;

    MeddlingProxy(String address, int target, ExecutorService threads) throws IOException {
        this.address = InetAddress.getByName(address);
        this.target = target;
        this.threads = threads;
        server = new ServerSocket(0, 50, this.address);
        threads.submit(this::serve);
    }

    int port() {
        return server.getLocalPort();
    }

    /** From now on one bit of each piece from the dialling side is another. */
    void damage() {
        damaging = true;
    }

    /** Ends both connections as TCP does in an orderly way, of which TLS knows nothing. */
    void cut() throws IOException {
        dialled.close();
        accepting.close();
    }

    private Void serve() throws IOException {
        dialled = server.accept();
        accepting = new Socket(address, target);
        threads.submit(() -> pass(accepting, dialled, false));
        return pass(dialled, accepting, true);
    }

    private Void pass(Socket from, Socket to, boolean mayDamage) throws IOException {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        byte[] piece = new byte[16 * 1024];
        for (int count; (count = in.read(piece)) >= 0;) {
            if (damaging && mayDamage) {
                piece[count / 2] ^= 4;
            }
            out.write(piece, 0, count);
        }
        to.shutdownOutput();
        return null;
    }

    @Override
    public void close() throws IOException {
        server.close();
        if (dialled != null && accepting != null) {
            cut();
        }
    }
}
