package dev.ferry.core.resolver.internal;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Scans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/** Tells plugins where the tickets that are being used say that their issuers are. Any thread. */
final class ScannedTickets implements Scans {
    private static final int KEY_LENGTH = 8;

    private final RandomGenerator random;
    private final List<Scan> scans = new ArrayList<>();
    private final List<Consumer<List<Scan>>> listeners = new ArrayList<>();

    ScannedTickets(RandomGenerator random) {
        this.random = random;
    }

    /** A ticket begins to be used, until {@link #done}. */
    Scan add(List<Route> routes, Instant scanned, Instant expires) {
        byte[] key = new byte[KEY_LENGTH];
        random.nextBytes(key);
        Scan scan = new Scan(HexFormat.of().formatHex(key), routes, scanned, expires);
        synchronized (this) {
            scans.add(scan);
            tell();
        }
        return scan;
    }

    synchronized void done(Scan scan) {
        if (scans.remove(scan)) {
            tell();
        }
    }

    /** Whether anybody makes something of tickets. */
    synchronized boolean followed() {
        return !listeners.isEmpty();
    }

    private void tell() {
        List<Scan> now = List.copyOf(scans);
        listeners.forEach(listener -> listener.accept(now));
    }

    @Override
    public synchronized Registration follow(Consumer<List<Scan>> listener) {
        listeners.add(listener);
        listener.accept(List.copyOf(scans));
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }
}
