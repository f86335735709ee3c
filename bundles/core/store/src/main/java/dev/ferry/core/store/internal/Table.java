package dev.ferry.core.store.internal;

import dev.ferry.core.store.Records;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;

/** The records of one name, in memory. */
final class Table implements Records {
    private final String name;
    private final Pending pending;
    private final ConcurrentNavigableMap<String, byte[]> records = new ConcurrentSkipListMap<>();

    Table(String name, Pending pending) {
        this.name = name;
        this.pending = pending;
    }

    /** As it is on the medium. */
    void load(String key, byte[] value) {
        records.put(key, value);
    }

    @Override
    public Optional<byte[]> get(String key) {
        return Optional.ofNullable(records.get(key)).map(byte[]::clone);
    }

    @Override
    public void put(String key, byte[] value) {
        Objects.requireNonNull(key, "key");
        byte[] copy = value.clone();
        pending.change(name, key, () -> !Arrays.equals(records.put(key, copy), copy));
    }

    @Override
    public void remove(String key) {
        pending.change(name, key, () -> records.remove(key) != null);
    }

    @Override
    public void forEach(BiConsumer<String, byte[]> visitor) {
        records.forEach((key, value) -> visitor.accept(key, value.clone()));
    }
}
