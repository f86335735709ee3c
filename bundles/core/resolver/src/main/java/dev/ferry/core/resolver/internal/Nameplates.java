package dev.ferry.core.resolver.internal;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Waits for whoever shows a code or has issued a ticket. */
final class Nameplates {
    /** After the first sighting: the same device's other addresses and families follow within a few packets. */
    private static final Duration MOMENT = Duration.ofMillis(250);

    private final IntFunction<List<Route>> routes;
    private final LongSupplier nanos;

    /** @param routes to whoever announces a nameplate now */
    Nameplates(IntFunction<List<Route>> routes, LongSupplier nanos) {
        this.routes = routes;
        this.nanos = nanos;
    }

    /** Something is seen that was not. */
    synchronized void changed() {
        notifyAll();
    }

    /** @param blind why nothing may be seen: the discovery plugins' troubles, a sentence or empty */
    List<Route> await(int nameplate, Duration timeout, Supplier<String> blind) throws FerryException, InterruptedException {
        if (!seen(() -> routes.apply(nameplate), nanos.getAsLong() + timeout.toNanos())) {
            throw new FerryException(new Problem.NotFound(Integer.toString(nameplate), "No device on this network shows a code that begins with " + nameplate
                    + ". Check the code, that it is still shown, and that both devices are on the same network; a guest network or a VPN keeps devices apart." + blind.get()
                    + " A ticket or QR code works where devices cannot find each other."));
        }
        pause(nanos.getAsLong() + MOMENT.toNanos());
        return routes.apply(nameplate);
    }

    /** Waits until there is a route; empty when there was none in time. */
    List<Route> await(Supplier<List<Route>> wanted, Duration timeout) throws InterruptedException {
        return seen(wanted, nanos.getAsLong() + timeout.toNanos()) ? wanted.get() : List.of();
    }

    private synchronized boolean seen(Supplier<List<Route>> wanted, long end) throws InterruptedException {
        while (wanted.get().isEmpty()) {
            if (!waitUntil(end)) {
                return false;
            }
        }
        return true;
    }

    private synchronized void pause(long end) throws InterruptedException {
        while (waitUntil(end)) {
            // Whatever is seen meanwhile is collected at the end.
        }
    }

    private boolean waitUntil(long end) throws InterruptedException {
        long millis = (end - nanos.getAsLong() + 999_999) / 1_000_000;
        if (millis <= 0) {
            return false;
        }
        wait(millis);
        return true;
    }
}
