package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** A database whose every change is durable at once. */
final class FakeStore implements Store {
    private final Map<String, Map<String, byte[]>> tables = new ConcurrentHashMap<>();

    Map<String, byte[]> table(String name) {
        return tables.computeIfAbsent(name, missing -> new ConcurrentSkipListMap<>());
    }

    /** What a disk holds when its process is killed now. */
    FakeStore copy() {
        FakeStore copy = new FakeStore();
        tables.forEach((name, table) -> copy.table(name).putAll(table));
        return copy;
    }

    @Override
    public Records records(String name) {
        Map<String, byte[]> table = table(name);
        return new Records() {
            @Override
            public Optional<byte[]> get(String key) {
                return Optional.ofNullable(table.get(key));
            }

            @Override
            public void put(String key, byte[] value) {
                table.put(key, value.clone());
            }

            @Override
            public void remove(String key) {
                table.remove(key);
            }

            @Override
            public void forEach(BiConsumer<String, byte[]> visitor) {
                table.forEach(visitor);
            }
        };
    }

    @Override
    public void commit() { }
}
