package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Endpoint;
import dev.ferry.core.resolver.internal.kept.PairRecords;
import dev.ferry.core.store.Store;
import dev.ferry.model.DeviceId;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where paired devices were last reached: what is tried when discovery sees nothing. In the store's records {@code routes}, one for each device: a line
 * {@code transport proximity milliseconds address [microseconds]} for each route, latest first. Any thread.
 */
final class KnownRoutes {
    private static final int MOST = 8;
    private static final int DEFAULT_PORT = 47900;

    /**
     * A route that worked.
     *
     * @param at        when it last carried an authenticated link
     * @param roundTrip the shortest time that an answer ever took over it, where it was measured
     */
    record Known(Route route, Instant at, Optional<Duration> roundTrip) { }

    private final PairRecords records;

    KnownRoutes(Store store) {
        this.records = new PairRecords(store, "routes", "The routes to paired devices");
    }

    /** Latest first. */
    List<Known> of(DeviceId device) {
        return read(records.of(device));
    }

    private static List<Known> read(String text) {
        return text.lines().flatMap(line -> known(line).stream()).limit(MOST).toList();
    }

    private static Optional<Known> known(String line) {
        String[] parts = line.split(" ", 5);
        try {
            return parts.length < 4 ? Optional.empty()
                    : Optional.of(new Known(new Route(parts[0], parts[3], Proximity.valueOf(parts[1])), Instant.ofEpochMilli(Long.parseLong(parts[2])),
                            parts.length < 5 ? Optional.empty() : Optional.of(Duration.of(Long.parseLong(parts[4]), ChronoUnit.MICROS))));
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static String line(Known known) {
        return known.route().transport() + " " + known.route().proximity() + " " + known.at().toEpochMilli() + " " + known.route().address()
                + known.roundTrip().map(time -> " " + time.dividedBy(ChronoUnit.MICROS.getDuration())).orElse("");
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
        records.change(device, text -> {
            List<Known> old = read(text);
            List<Route> news = dialled ? List.of(route) : guessed(route, old);
            Map<Route, Known> all = new LinkedHashMap<>();
            news.forEach(r -> all.put(r, new Known(r, now, old.stream().filter(k -> k.route().equals(r)).findFirst().flatMap(Known::roundTrip))));
            old.forEach(k -> all.putIfAbsent(k.route(), k));
            return text(all.values());
        });
    }

    /** An answer took so long over a route that is remembered; of several times the shortest counts, since a device that was busy says nothing about the way. */
    void measured(DeviceId device, Route route, Duration roundTrip) {
        records.change(device, text -> text(read(text).stream()
                .map(k -> k.route().equals(route) && k.roundTrip().filter(best -> best.compareTo(roundTrip) <= 0).isEmpty()
                        ? new Known(k.route(), k.at(), Optional.of(roundTrip.truncatedTo(ChronoUnit.MICROS))) : k).toList()));
    }

    private static String text(Collection<Known> all) {
        return all.stream().sorted(Comparator.comparing(Known::at).reversed()).limit(MOST).map(KnownRoutes::line).collect(Collectors.joining("\n"));
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
        records.forget(device);
    }
}
