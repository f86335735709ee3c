package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.KnownRoutes.Known;
import dev.ferry.model.Route;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/** Nearest first, then the transport's rank, then what worked last; ties by text, so that the same inputs always give the same order. */
final class RouteOrder {
    private final ToIntFunction<String> rank;

    /** @param rank of a transport id; higher is better */
    RouteOrder(ToIntFunction<String> rank) {
        this.rank = rank;
    }

    Comparator<Route> comparator(List<Known> history) {
        Map<String, Instant> last = new HashMap<>();
        history.forEach(k -> last.put(address(k.route()), k.at()));
        return Comparator.comparing(Route::proximity).thenComparing(r -> -rank.applyAsInt(r.transport()))
                .thenComparing(r -> last.getOrDefault(address(r), Instant.EPOCH), Comparator.reverseOrder())
                .thenComparing(Route::transport).thenComparing(Route::address);
    }

    /** Each address once, as the nearest that anybody called it, best first. */
    List<Route> ordered(List<Route> routes, List<Known> history) {
        Map<String, Route> nearest = new LinkedHashMap<>();
        routes.forEach(r -> nearest.merge(address(r), r, (a, b) -> a.proximity().compareTo(b.proximity()) <= 0 ? a : b));
        return nearest.values().stream().sorted(comparator(history)).toList();
    }

    /** What makes two routes the same way, however near each was called. */
    static String address(Route route) {
        return route.transport() + " " + route.address();
    }
}
