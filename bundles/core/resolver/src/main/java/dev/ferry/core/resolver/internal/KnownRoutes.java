package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Endpoint;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where paired devices were last reached: what is tried when discovery sees nothing. In the store's records {@code routes}, one for each device: a line
 * {@code transport proximity milliseconds address} for each route, latest first. Any thread.
 */
final class KnownRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(KnownRoutes.class);
    private static final int MOST = 8;
    private static final int DEFAULT_PORT = 47900;

    /** A route and when it last carried an authenticated link. */
    record Known(Route route, Instant at) { }

    private final Store store;
    private final Records records;

    KnownRoutes(Store store) {
        this.store = store;
        this.records = store.records("routes");
    }

    /** Latest first. */
    synchronized List<Known> of(DeviceId device) {
        return records.get(device.hex()).map(bytes -> new String(bytes, StandardCharsets.US_ASCII).lines().flatMap(line -> known(line).stream()).limit(MOST).toList())
                .orElse(List.of());
    }

    private static Optional<Known> known(String line) {
        String[] parts = line.split(" ", 4);
        try {
            return parts.length < 4 ? Optional.empty()
                    : Optional.of(new Known(new Route(parts[0], parts[3], Proximity.valueOf(parts[1])), Instant.ofEpochMilli(Long.parseLong(parts[2]))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    Optional<Instant> lastReached(DeviceId device) {
        return of(device).stream().map(Known::at).findFirst();
    }

    /**
     * A link over this route is up. Where this side accepted it, the other side's port is that of its dialling socket: then its host is remembered with the ports known for
     * it, so that a device that moved is found where it called from.
     *
     * @param dialled whether the route can be dialled as it is
     */
    void reached(DeviceId device, Route route, boolean dialled, Instant now) {
        synchronized (this) {
            List<Known> old = of(device);
            List<Known> news = dialled ? List.of(new Known(route, now)) : guessed(route, old).stream().map(r -> new Known(r, now)).toList();
            Map<Route, Known> all = new LinkedHashMap<>();
            Stream.concat(news.stream(), old.stream()).forEach(k -> all.putIfAbsent(k.route(), k));
            String text = all.values().stream().sorted(Comparator.comparing(Known::at).reversed()).limit(MOST)
                    .map(k -> k.route().transport() + " " + k.route().proximity() + " " + k.at().toEpochMilli() + " " + k.route().address()).collect(Collectors.joining("\n"));
            records.put(device.hex(), text.getBytes(StandardCharsets.US_ASCII));
        }
        commit();
    }

    private static List<Route> guessed(Route route, List<Known> old) {
        Optional<Endpoint> endpoint = Endpoint.parse(route.address());
        if (endpoint.isEmpty()) {
            return List.of();
        }
        List<Integer> ports = new ArrayList<>(old.stream().filter(k -> k.route().transport().equals(route.transport()))
                .flatMap(k -> Endpoint.parse(k.route().address()).stream()).map(Endpoint::port).distinct().limit(2).toList());
        if (ports.isEmpty()) {
            ports.add(DEFAULT_PORT);
        }
        return ports.stream().map(port -> new Route(route.transport(), new Endpoint(endpoint.get().address(), endpoint.get().zone(), port).format(), route.proximity())).toList();
    }

    void forget(DeviceId device) {
        synchronized (this) {
            if (records.get(device.hex()).isEmpty()) {
                return;
            }
            records.remove(device.hex());
        }
        commit();
    }

    private void commit() {
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("The routes to paired devices could not be written down: {}", e.getMessage());
        }
    }
}
