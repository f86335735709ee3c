package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.Targets.Target;
import dev.ferry.model.Route;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Routes that were given to somebody to dial, so that a link over one can be told from a link that was accepted. Any thread. */
final class HandedOut {
    private static final int MOST = 1024;

    private final Map<String, Boolean> addresses = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > MOST;
        }
    };

    synchronized List<Route> noted(List<Route> routes) {
        routes.forEach(r -> addresses.put(RouteOrder.address(r), true));
        return routes;
    }

    Target noted(Target target) {
        noted(target.routes());
        return target;
    }

    synchronized boolean has(Route route) {
        return addresses.containsKey(RouteOrder.address(route));
    }
}
