package dev.ferry.core.policy.internal;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Services as they come and go: highest ranking first, among equals the oldest.
 *
 * @param <T> of service
 */
final class Ranked<T> {
    private static final String ID = "service.id";
    private static final String RANKING = "service.ranking";

    private volatile List<Entry<T>> entries = List.of();

    /** @param properties as registered */
    record Entry<T>(T service, Map<String, Object> properties) {
        Entry {
            properties = Map.copyOf(properties);
        }

        private long id() {
            return properties.get(ID) instanceof Long id ? id : 0;
        }

        private int ranking() {
            return properties.get(RANKING) instanceof Integer ranking ? ranking : 0;
        }
    }

    /** Adds, or replaces what has the same service id. */
    synchronized void put(T service, Map<String, Object> properties) {
        Entry<T> entry = new Entry<>(service, properties);
        entries = Stream.concat(others(entry.id()), Stream.of(entry))
                .sorted(Comparator.<Entry<T>>comparingInt(Entry::ranking).reversed().thenComparingLong(Entry::id)).toList();
    }

    synchronized void remove(T service, Map<String, Object> properties) {
        entries = others(new Entry<>(service, properties).id()).toList();
    }

    private Stream<Entry<T>> others(long id) {
        return entries.stream().filter(entry -> entry.id() != id);
    }

    /** As of now. */
    List<Entry<T>> all() {
        return entries;
    }
}
