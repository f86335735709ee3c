package dev.ferry.core.link.internal;

import dev.ferry.core.link.Connection;
import dev.ferry.core.link.ConnectionHandler;
import dev.ferry.core.protocol.crypto.AuthFailedException;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.transport.ListenRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Greets accepted links within the pre-authentication budget and hands each connection to whom it is for. */
final class Acceptor {
    /** Most links that are not authenticated yet, with those whose handshake the transport is still at; an eighth is kept for addresses at which pairs were met. */
    private static final int STRANGERS = 256;
    static final int BUDGET = STRANGERS - ListenRequest.Limits.DEFAULT.handshakes();
    /** From the first byte of the handshake on. */
    static final Duration GREETING = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(Acceptor.class);

    private final Local local;
    private final Windows windows;
    private final Function<DeviceId, Optional<Problem>> connectRefusal;
    private final Executor io;
    private final ScheduledExecutorService timer;
    private final Budget budget = new Budget(BUDGET);
    private final Acquaintances acquaintances;
    private final Map<Purpose, ConnectionHandler> handlers = new ConcurrentHashMap<>();

    Acceptor(Local local, Windows windows, Acquaintances acquaintances, Function<DeviceId, Optional<Problem>> connectRefusal, Executor io, ScheduledExecutorService timer) {
        this.local = local;
        this.windows = windows;
        this.acquaintances = acquaintances;
        this.connectRefusal = connectRefusal;
        this.io = io;
        this.timer = timer;
    }

    void add(Purpose purpose, ConnectionHandler handler) {
        handlers.put(purpose, handler);
    }

    void remove(Purpose purpose, ConnectionHandler handler) {
        handlers.remove(purpose, handler);
    }

    /** Returns at once. */
    void accepted(Link link) {
        if (!budget.take(acquaintances.includes(link.facts().route()))) {
            link.close();
            return;
        }
        try {
            io.execute(() -> greetAndServe(link));
        } catch (RejectedExecutionException e) {
            budget.release();
            link.close();
        }
    }

    private void greetAndServe(Link link) {
        ServerGreeting.Accepted accepted;
        try (Deadline deadline = new Deadline(timer, link, GREETING.minus(link.age()))) {
            accepted = new ServerGreeting(local, link, windows, connectRefusal).run();
        } catch (IOException | AuthFailedException | IllegalArgumentException e) {
            // A scanner, a stranger, a wrong code: normal on an open port. Which check failed is for this log alone.
            LOG.debug("A link ended before it was authenticated: {}", e.getMessage());
            link.close();
            return;
        } finally {
            budget.release();
        }
        if (accepted.connection().context() == SecurityContext.PINNED) {
            acquaintances.met(link.facts().route());
        }
        if (accepted.seat().isPresent()) {
            accepted.seat().get().joined(accepted.connection());
        } else {
            serve(accepted.connection());
        }
    }

    private void serve(Connection connection) {
        ConnectionHandler handler = handlers.get(connection.purpose());
        if (handler == null) {
            LOG.debug("Nothing here serves {} connections", connection.purpose());
            connection.close();
            return;
        }
        handler.accepted(connection);
    }
}
