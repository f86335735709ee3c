package dev.ferry.core.resolver.internal;

import dev.ferry.core.runtime.PluginLane;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryProvider;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/** Takes plugin services as they come and go, on whatever thread. One lane for each service object, whether it browses, advertises or both. */
final class Services {
    private final Plugins plugins;
    private final Browsers browsers;
    private final Announcer announcer;
    private final Executor io;
    private final ScheduledExecutorService timer;
    private final Map<Object, PluginLane> lanes = new IdentityHashMap<>();
    private final Map<Part, Health> parts = new HashMap<>();

    /** What a service is used as; by identity, because a plugin's own idea of equality is not ours to trust. */
    private record Part(String use, int identity, Object service) {
        Part(String use, Object service) {
            this(use, System.identityHashCode(service), service);
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Part part && part.service == service && part.use.equals(use);
        }

        @Override
        public int hashCode() {
            return identity;
        }
    }

    private static final String BROWSE = "browse";
    private static final String ADVERTISE = "advertise";

    Services(Plugins plugins, Browsers browsers, Announcer announcer, Executor io, ScheduledExecutorService timer) {
        this.plugins = plugins;
        this.browsers = browsers;
        this.announcer = announcer;
        this.io = io;
        this.timer = timer;
    }

    void add(String id, DiscoveryProvider provider) {
        Health health = enter(BROWSE, Plugins.DISCOVERY, id, provider, 0);
        browsers.add(id, provider, lane(id, provider), health);
    }

    void remove(DiscoveryProvider provider) {
        browsers.remove(provider);
        leave(BROWSE, Plugins.DISCOVERY, provider);
    }

    void add(String id, Advertiser advertiser) {
        Health health = enter(ADVERTISE, Plugins.DISCOVERY, id, advertiser, 0);
        announcer.add(advertiser, lane(id, advertiser), health);
    }

    void remove(Advertiser advertiser) {
        announcer.remove(advertiser);
        leave(ADVERTISE, Plugins.DISCOVERY, advertiser);
    }

    void addTransport(String id, Object transport, int rank) {
        enter(Plugins.TRANSPORT, Plugins.TRANSPORT, id, transport, rank);
    }

    void removeTransport(Object transport) {
        leave(Plugins.TRANSPORT, Plugins.TRANSPORT, transport);
    }

    void addProfile(String id, Object profile) {
        enter(Plugins.SECURITY, Plugins.SECURITY, id, profile, 0);
    }

    void removeProfile(Object profile) {
        leave(Plugins.SECURITY, Plugins.SECURITY, profile);
    }

    private Health enter(String use, String role, String id, Object service, int rank) {
        Health health = plugins.add(role, id, service, rank);
        synchronized (this) {
            parts.put(new Part(use, service), health);
        }
        return health;
    }

    private void leave(String use, String role, Object service) {
        Optional<Health> health;
        synchronized (this) {
            health = Optional.ofNullable(parts.remove(new Part(use, service)));
            if (parts.keySet().stream().noneMatch(p -> p.service() == service)) {
                lanes.remove(service);
            }
        }
        health.ifPresent(h -> plugins.remove(role, service, h));
    }

    private synchronized PluginLane lane(String id, Object service) {
        return lanes.computeIfAbsent(service, s -> new PluginLane(id, io, timer));
    }
}
