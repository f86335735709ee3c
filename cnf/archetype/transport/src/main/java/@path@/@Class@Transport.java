package @name@;

import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;

/** Moves bytes. Knows nothing of OSGi and is tested without it. Closing it ends every listener and link of it. */
final class @Class@Transport implements Transport, AutoCloseable {
    static final String ID = "@id@";

    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Set<AutoCloseable> open = ConcurrentHashMap.newKeySet();

    @Class@Transport(ExecutorService io, ScheduledExecutorService timer) {
        this.io = io;
        this.timer = timer;
    }

    /** Your way to reach somebody. Blocks; an interrupt closes the channel and ends it. */
    private static SocketChannel dial(SocketChannel medium, String address) throws IOException {
        medium.connect(Addresses.parse(address));
        return medium;
    }

    /** Your way to be reached. */
    private static ServerSocketChannel open(Optional<InetAddress> only, int port) throws IOException {
        ServerSocketChannel server = ServerSocketChannel.open();
        try {
            return server.bind(only.map(own -> new InetSocketAddress(own, port)).orElseGet(() -> new InetSocketAddress(port)));
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    @Override
    public Listener listen(ListenRequest request, LinkSink sink) throws FerryException {
        String where = request.address().orElse("every address");
        try {
            Optional<InetAddress> only = request.address().map(Addresses::literal).filter(own -> !own.isAnyLocalAddress());
            @Class@Listener listener = new @Class@Listener(open(only, request.port()), only, request, sink, this);
            open.add(listener);
            listener.start();
            return listener;
        } catch (IllegalArgumentException e) {
            throw new FerryException(new Problem.BadConfiguration("address", e.getMessage()), e);
        } catch (BindException e) {
            throw new FerryException(String.valueOf(e.getMessage()).contains("assign")
                    ? new Problem.BadConfiguration("address", where + " is not an address of this device. Give one that it has, or none to use every one.")
                    : new Problem.NetworkError(false, "Port " + request.port() + " cannot be had: another program has taken it, or it is the system's. Choose another; 0 takes any free one."), e);
        } catch (IOException e) {
            throw new FerryException(new Problem.NetworkError(false, "Cannot listen at " + where + ", port " + request.port() + ": the system refuses. Check its network settings."), e);
        }
    }

    @Override
    public Link connect(Route route, LinkCredentials credentials, Duration timeout) throws FerryException, InterruptedException {
        if (!route.transport().equals(ID)) {
            throw new FerryException(new Problem.BadRequest("A route of '" + route.transport() + "' cannot be dialled by '" + ID + "'."));
        }
        long start = System.nanoTime();
        try {
            SocketChannel medium = SocketChannel.open();
            Future<?> deadline = timer.schedule(() -> close(medium), timeout.toMillis(), TimeUnit.MILLISECONDS);
            try {
                return link(Tls.dialling(dial(medium, route.address()), credentials), medium, route, credentials, start);
            } catch (IOException | RuntimeException e) {
                close(medium);
                throw e;
            } finally {
                deadline.cancel(false);
            }
        } catch (IllegalArgumentException e) {
            throw new FerryException(new Problem.BadRequest(e.getMessage()), e);
        } catch (ClosedByInterruptException e) {
            Thread.interrupted();
            throw new InterruptedException("The dial was cancelled");
        } catch (IOException e) {
            throw new FerryException(problem(route.address(), e, timeout, System.nanoTime() - start), e);
        }
    }

    private static Problem problem(String address, IOException e, Duration timeout, long nanos) {
        if (nanos >= timeout.toNanos()) {
            return new Problem.TimeoutError(Problem.TimeoutError.Timer.CONNECT, timeout, address + " did not answer within " + timeout.toMillis()
                    + " ms: the device has left, or a firewall is in the way. Check both and try again.");
        }
        if (e instanceof SSLException) {
            return new Problem.EncryptionError("What answers at " + address + " does not speak Ferry's encryption: another program or another version of Ferry. Check the address.");
        }
        return new Problem.NetworkError(true, e instanceof ConnectException ? "Nothing listens at " + address + ": Ferry is not running there, or uses another port. Start it there and try again."
                : "The connection to " + address + " ended before it was encrypted: the other side is busy, or is not Ferry. Try again in a moment.");
    }

    /** What a finished handshake makes. */
    @Class@Link link(Tls tls, SocketChannel medium, Route route, LinkCredentials credentials, long since) throws IOException {
        @Class@Link link = new @Class@Link(tls, medium, tls.facts(route, credentials), since, io, timer, open::remove);
        open.add(link);
        return link;
    }

    ExecutorService io() {
        return io;
    }

    ScheduledExecutorService timer() {
        return timer;
    }

    void forget(AutoCloseable ended) {
        open.remove(ended);
    }

    static void close(AutoCloseable medium) {
        try {
            medium.close();
        } catch (Exception e) {
            // It is of no use any more, whatever it says.
        }
    }

    @Override
    public void close() {
        open.forEach(@Class@Transport::close);
    }
}
