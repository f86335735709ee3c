package dev.ferry.core.resolver.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.NodeStatus;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.model.Route;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The plugins that are here, by role, with what is wrong with them. Tells of each that comes, goes, falls ill or recovers. Any thread. */
final class Plugins {
    static final String DISCOVERY = "discovery";
    static final String TRANSPORT = "transport";
    static final String SECURITY = "security";

    private record Entry(String role, String id, Object service, int rank, Health health) { }

    private record Plugin(String role, String id) { }

    private final EventPublisher events;
    private final InstantSource clock;
    private final List<Entry> entries = new ArrayList<>();
    private Map<String, String> transportTroubles = Map.of();

    Plugins(EventPublisher events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    /** One service may play two parts of a role: it is one plugin, and its health is that of both. */
    Health add(String role, String id, Object service, int rank) {
        Health health = new Health(this::changed);
        synchronized (this) {
            entries.add(new Entry(role, id, service, rank, health));
        }
        told(new Plugin(role, id));
        if (role.equals(TRANSPORT)) {
            health.noticed(transportTrouble(id));
        }
        return health;
    }

    /** @param troubles by the ids of transports, what calling them has shown */
    void transports(Map<String, String> troubles) {
        List<Entry> here;
        synchronized (this) {
            transportTroubles = troubles;
            here = transports().toList();
        }
        here.forEach(e -> e.health().noticed(transportTrouble(e.id())));
    }

    private synchronized Optional<String> transportTrouble(String id) {
        return Optional.ofNullable(transportTroubles.get(id));
    }

    /** What a plugin says after it is gone interests nobody. */
    private void changed(Health health) {
        Optional<Entry> entry;
        synchronized (this) {
            entry = entries.stream().filter(e -> e.health() == health).findFirst();
        }
        entry.ifPresent(e -> told(new Plugin(e.role(), e.id())));
    }

    void remove(String role, Object service, Health health) {
        Optional<Entry> gone;
        synchronized (this) {
            gone = entries.stream().filter(e -> e.role().equals(role) && e.service() == service && e.health() == health).findFirst();
            gone.ifPresent(entries::remove);
        }
        gone.ifPresent(e -> told(new Plugin(e.role(), e.id())));
    }

    private void told(Plugin plugin) {
        List<Entry> here = of(plugin);
        events.publish(new FerryEvent.PluginChanged(clock.instant(), plugin.role(), plugin.id(), trouble(here), !here.isEmpty()));
    }

    private synchronized List<Entry> of(Plugin plugin) {
        return entries.stream().filter(e -> e.role().equals(plugin.role()) && e.id().equals(plugin.id())).toList();
    }

    private static Optional<String> trouble(List<Entry> entries) {
        return entries.stream().flatMap(e -> e.health().trouble().stream()).findFirst();
    }

    /** @param routes where this device listens: a transport without any is in trouble */
    List<NodeStatus.Plugin> status(List<Route> routes) {
        List<Plugin> all;
        synchronized (this) {
            all = entries.stream().map(e -> new Plugin(e.role(), e.id())).distinct().sorted(Comparator.comparing(Plugin::role).thenComparing(Plugin::id)).toList();
        }
        return all.stream().map(p -> new NodeStatus.Plugin(p.role(), p.id(), trouble(of(p)).or(() -> silent(p, routes)))).toList();
    }

    private static Optional<String> silent(Plugin plugin, List<Route> routes) {
        return plugin.role().equals(TRANSPORT) && routes.stream().noneMatch(r -> r.transport().equals(plugin.id()))
                ? Optional.of("It does not listen, so nobody can reach this device over " + plugin.id() + ". Its port may be taken: see the log.") : Optional.empty();
    }

    /** What is wrong with plugins of a role, each sentence once. */
    List<String> troubles(String role) {
        List<Entry> all;
        synchronized (this) {
            all = List.copyOf(entries);
        }
        return all.stream().filter(e -> e.role().equals(role)).flatMap(e -> e.health().trouble().map(t -> e.id() + ": " + t).stream()).distinct().toList();
    }

    /** How the work of plugins of a role goes, by id. */
    synchronized Map<String, String> notes(String role) {
        Map<String, String> notes = new TreeMap<>();
        entries.stream().filter(e -> e.role().equals(role)).forEach(e -> e.health().note().ifPresent(note -> notes.put(e.id(), note)));
        return notes;
    }

    synchronized boolean none(String role) {
        return entries.stream().noneMatch(e -> e.role().equals(role));
    }

    synchronized int rank(String transport) {
        return transports().filter(e -> e.id().equals(transport)).mapToInt(Entry::rank).max().orElse(0);
    }

    /** Ids, highest rank first. */
    synchronized List<String> transportIds() {
        return transports().sorted(Comparator.comparingInt(Entry::rank).reversed().thenComparing(Entry::id)).map(Entry::id).distinct().toList();
    }

    private Stream<Entry> transports() {
        return entries.stream().filter(e -> e.role().equals(TRANSPORT));
    }
}
