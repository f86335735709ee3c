package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.ConnectionHandler;
import dev.ferry.core.link.Links;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.runtime.InOrder;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Links} over whatever transports are here. */
final class Switchboard implements Links, AutoCloseable {
    /** How often listeners are asked whether their addresses have changed. */
    private static final Duration ADDRESS_POLL = Duration.ofSeconds(5);
    /** A transport may take ten seconds to listen. */
    private static final Duration LISTEN = Duration.ofSeconds(12);
    private static final Logger LOG = LoggerFactory.getLogger(Switchboard.class);

    /**
     * What a switchboard runs on.
     *
     * @param configuredPort   the only port to use, where configured
     * @param configuredAddress the only address to listen on, where configured
     * @param connectRefusal   policy's word on connecting to or from a paired device
     */
    record Setup(Local local, OptionalInt configuredPort, Optional<String> configuredAddress, Ports ports, Function<DeviceId, Optional<Problem>> connectRefusal,
                 ExecutorService io, ScheduledExecutorService timer, InstantSource clock) { }

    private final Setup setup;
    private final Windows windows;
    private final Acquaintances acquaintances;
    private final Acceptor acceptor;
    private final Listeners listeners;
    private final Dialer dialer;
    private final Executor ordered;
    private final ScheduledFuture<?> poll;
    private final List<Consumer<Presence>> followers = new CopyOnWriteArrayList<>();
    private volatile Presence told = new Presence(List.of(), List.of());

    Switchboard(Setup setup) {
        this.setup = setup;
        this.ordered = new InOrder(setup.io());
        this.windows = new Windows(setup.local().random(), setup.clock(), setup.timer(), setup.io(), this::changed);
        this.acquaintances = new Acquaintances(this::expect);
        this.acceptor = new Acceptor(setup.local(), windows, acquaintances, setup.connectRefusal(), setup.io(), setup.timer());
        this.listeners = new Listeners(setup.ports(), setup.configuredAddress(), setup.local().throwaways()::fresh, acceptor::accepted, setup.io(), setup.timer(),
                this::changed);
        this.dialer = new Dialer(setup.local(), listeners::transport, setup.io(), setup.timer(), System::nanoTime);
        this.poll = setup.timer().scheduleWithFixedDelay(listeners::visit, ADDRESS_POLL.toMillis(), ADDRESS_POLL.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Enqueues; the listener opens on an io thread. */
    void add(String id, Transport transport) {
        listeners.add(id, transport);
    }

    void remove(String id, Transport transport) {
        listeners.remove(id, transport);
    }

    Optional<Transport> transport(String id) {
        return listeners.transport(id);
    }

    void add(Purpose purpose, ConnectionHandler handler) {
        acceptor.add(purpose, handler);
    }

    void remove(Purpose purpose, ConnectionHandler handler) {
        acceptor.remove(purpose, handler);
    }

    @Override
    public Connection dial(Dial request) throws FerryException, InterruptedException {
        if (request.proof() instanceof Proof.Pinned pinned) {
            Optional<Problem> refusal = setup.connectRefusal().apply(pinned.peer());
            if (refusal.isPresent()) {
                throw new FerryException(refusal.get());
            }
        }
        Connection connection = dialer.dial(request);
        if (connection.context() == SecurityContext.PINNED) {
            acquaintances.met(connection.facts().route());
        }
        return connection;
    }

    void expect(Set<InetAddress> addresses) {
        listeners.expect(addresses);
    }

    @Override
    public Window open(WindowRequest request) throws FerryException {
        awaitListeners();
        List<Route> routes = listeners.routes();
        if (routes.isEmpty()) {
            throw new FerryException(listeners.problem().orElseGet(() -> new Problem.MissingPart("dev.ferry.transport.tcp",
                    "This device listens nowhere, so nobody could use a code: no transport is running. Start the bundle dev.ferry.transport.tcp; ferry status shows what runs.")));
        }
        return windows.open(request, TicketRoutes.of(routes));
    }

    /** Transports that are bound have their listener, or their trouble, once each has been visited. */
    private void awaitListeners() {
        await(listeners.visit());
    }

    private static void await(Future<Void> visits) {
        try {
            visits.get(LISTEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("A transport takes long to open or close its listener");
        }
    }

    @Override
    public Presence presence() {
        return new Presence(listeners.routes(), windows.nameplates(), listeners.troubles());
    }

    @Override
    public List<byte[]> ticketMeetings() {
        return windows.meetings();
    }

    @Override
    public Registration follow(Consumer<Presence> listener) {
        followers.add(listener);
        ordered.execute(() -> listener.accept(presence()));
        return () -> followers.remove(listener);
    }

    private void changed() {
        try {
            ordered.execute(this::tell);
        } catch (RejectedExecutionException e) {
            LOG.debug("No thread was free to tell of a change; the next one tells of both");
        }
    }

    private void tell() {
        Presence now = presence();
        if (!now.equals(told)) {
            told = now;
            followers.forEach(f -> f.accept(now));
        }
    }

    @Override
    public void close() {
        poll.cancel(false);
        windows.closeAll();
        await(listeners.closeAll());
    }
}
