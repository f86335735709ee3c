package dev.ferry.core.resolver.internal;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** Records that outlive a neighbourhood as long as the test. */
public final class MemoryStore implements Store {
    private final Map<String, Records> all = new ConcurrentHashMap<>();

    @Override
    public Records records(String name) {
        return all.computeIfAbsent(name, n -> new MemoryRecords());
    }

    @Override
    public void commit() { }

    private static final class MemoryRecords implements Records {
        private final Map<String, byte[]> values = new ConcurrentHashMap<>();

        @Override
        public Optional<byte[]> get(String key) {
            return Optional.ofNullable(values.get(key)).map(byte[]::clone);
        }

        @Override
        public void put(String key, byte[] value) {
            values.put(key, value.clone());
        }

        @Override
        public void remove(String key) {
            values.remove(key);
        }

        @Override
        public void forEach(BiConsumer<String, byte[]> visitor) {
            new TreeMap<>(values).forEach(visitor);
        }
    }
}
