package dev.ferry.discovery.qr.internal;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** The core's part: tickets that are being used. */
final class HandedTickets implements Scans {
    private final List<Consumer<List<Scan>>> listeners = new ArrayList<>();
    private List<Scan> scans;

    HandedTickets(Scan... scans) {
        this.scans = List.of(scans);
    }

    static Scan scan(String key, Instant expires, String... addresses) {
        return new Scan(key, Stream.of(addresses).map(a -> new Route("tcp", a, Proximity.LAN)).toList(), expires.minusSeconds(600), expires);
    }

    synchronized void now(Scan... others) {
        scans = List.of(others);
        listeners.forEach(listener -> listener.accept(scans));
    }

    @Override
    public synchronized Registration follow(Consumer<List<Scan>> listener) {
        listeners.add(listener);
        listener.accept(scans);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }
}
