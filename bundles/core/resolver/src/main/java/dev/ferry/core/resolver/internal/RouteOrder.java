package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.KnownRoutes.Known;
import dev.ferry.model.Route;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * Nearest first, then the transport's rank, then the shorter way as measured, then what worked last; ties by text, so that the same inputs always give the same order.
 * Times are compared by what a person would notice: what is measured is never twice the same.
 */
final class RouteOrder {
    /** Within a building, within a country, within a continent; farther. */
    private static final List<Duration> STEPS = List.of(Duration.ofMillis(5), Duration.ofMillis(40), Duration.ofMillis(150));
    /** Behind what is known to be short, before what is known to be long. */
    private static final int UNMEASURED = 1;

    private final ToIntFunction<String> rank;

    /** @param rank of a transport id; higher is better */
    RouteOrder(ToIntFunction<String> rank) {
        this.rank = rank;
    }

    Comparator<Route> comparator(List<Known> history) {
        Map<String, Instant> last = new HashMap<>();
        Map<String, Integer> steps = new HashMap<>();
        history.forEach(k -> {
            last.put(address(k.route()), k.at());
            k.roundTrip().ifPresent(time -> steps.put(address(k.route()), step(time)));
        });
        return Comparator.comparing(Route::proximity).thenComparing(r -> -rank.applyAsInt(r.transport()))
                .thenComparing(r -> steps.getOrDefault(address(r), UNMEASURED))
                .thenComparing(r -> last.getOrDefault(address(r), Instant.EPOCH), Comparator.reverseOrder())
                .thenComparing(Route::transport).thenComparing(Route::address);
    }

    private static int step(Duration time) {
        return (int) STEPS.stream().filter(most -> time.compareTo(most) > 0).count();
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
