package dev.ferry.core.link.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The transports that are here, and one open listener for each. Called on the link bundle's own ordered executor alone; read from any thread. */
final class Listeners {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final Map<String, Transport> transports = new LinkedHashMap<>();
    private final Map<String, Listener> open = new LinkedHashMap<>();
    private final Map<String, Problem> problems = new LinkedHashMap<>();
    private Set<InetAddress> expected = Set.of();
    private final Ports ports;
    private final Optional<String> address;
    private final Supplier<LinkCredentials> credentials;
    private final LinkSink sink;

    Listeners(Ports ports, Optional<String> address, Supplier<LinkCredentials> credentials, LinkSink sink) {
        this.ports = ports;
        this.address = address;
        this.credentials = credentials;
        this.sink = sink;
    }

    void add(String id, Transport transport) {
        synchronized (this) {
            transports.put(id, transport);
        }
        try {
            Listener listener = listen(id, transport);
            Set<InetAddress> known;
            synchronized (this) {
                open.put(id, listener);
                problems.remove(id);
                known = expected;
            }
            listener.expect(known);
        } catch (FerryException e) {
            LOG.error("{} does not listen: {}", id, e.getMessage());
            synchronized (this) {
                problems.put(id, e.problem());
            }
        }
    }

    private Listener listen(String id, Transport transport) throws FerryException {
        FerryException taken = null;
        for (int port : ports.candidates(id)) {
            try {
                Listener listener = transport.listen(new ListenRequest(port, address, credentials, ListenRequest.Limits.DEFAULT), sink);
                ports.remember(id, listener.port());
                return listener;
            } catch (FerryException e) {
                taken = e;
            }
        }
        throw taken;
    }

    void remove(String id, Transport transport) {
        Listener listener;
        synchronized (this) {
            if (!transports.remove(id, transport)) {
                return;
            }
            listener = open.remove(id);
            problems.remove(id);
        }
        if (listener != null) {
            listener.close();
        }
    }

    /** Where pairs may come from: each listener, those to come too, keeps room for them. */
    void expect(Set<InetAddress> addresses) {
        List<Listener> now;
        synchronized (this) {
            expected = addresses;
            now = List.copyOf(open.values());
        }
        now.forEach(listener -> listener.expect(addresses));
    }

    synchronized Optional<Transport> transport(String id) {
        return Optional.ofNullable(transports.get(id));
    }

    /** Why one of them does not listen. */
    synchronized Optional<Problem> problem() {
        return problems.values().stream().findFirst();
    }

    /** Where this device can be reached now. */
    List<Route> routes() {
        List<Listener> listeners;
        synchronized (this) {
            listeners = List.copyOf(open.values());
        }
        return listeners.stream().flatMap(l -> l.routes().stream()).toList();
    }

    void closeAll() {
        List<Listener> listeners;
        synchronized (this) {
            listeners = List.copyOf(open.values());
            open.clear();
            transports.clear();
        }
        listeners.forEach(Listener::close);
    }
}
