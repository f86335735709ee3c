package dev.ferry.core.resolver.internal;

import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Rendezvous;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Tells plugins under which secrets this device is found and looks for others: those of its pairs, of the tickets that it shows, and of the tickets that it was given. Any thread. */
final class MeetingPlaces implements Rendezvous {
    private final Supplier<Secrets> pairs;
    private final Supplier<List<byte[]>> ticketsShown;
    private final List<byte[]> ticketsSought = new ArrayList<>();
    private final List<Consumer<Secrets>> listeners = new ArrayList<>();

    /** @param ticketsShown fresh arrays, wiped here */
    MeetingPlaces(Supplier<Secrets> pairs, Supplier<List<byte[]>> ticketsShown) {
        this.pairs = pairs;
        this.ticketsShown = ticketsShown;
    }

    /** Pairs, rules or shown tickets are others now. */
    synchronized void changed() {
        if (!listeners.isEmpty()) {
            Secrets now = secrets();
            listeners.forEach(listener -> listener.accept(now));
        }
    }

    private Secrets secrets() {
        Secrets known = pairs.get();
        List<byte[]> announced = new ArrayList<>(known.announced());
        announced.addAll(ticketsShown.get());
        List<byte[]> sought = new ArrayList<>(known.sought());
        sought.addAll(ticketsSought.stream().map(byte[]::clone).toList());
        try {
            return new Secrets(announced, sought);
        } finally {
            announced.forEach(Wipe::bytes);
            sought.forEach(Wipe::bytes);
        }
    }

    /**
     * Looks for the issuer of a ticket until closed.
     *
     * @param secret copied
     * @return empty where nobody follows
     */
    Optional<Registration> seek(byte[] secret) {
        byte[] own = secret.clone();
        synchronized (this) {
            if (listeners.isEmpty()) {
                return Optional.empty();
            }
            ticketsSought.add(own);
            changed();
        }
        return Optional.of(() -> {
            synchronized (this) {
                if (ticketsSought.removeIf(other -> other == own)) {
                    Wipe.bytes(own);
                    changed();
                }
            }
        });
    }

    @Override
    public synchronized Registration follow(Consumer<Secrets> listener) {
        listeners.add(listener);
        listener.accept(secrets());
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }
}
