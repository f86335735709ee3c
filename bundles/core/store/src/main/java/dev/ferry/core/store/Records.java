package dev.ferry.core.store;

import java.util.Optional;
import java.util.function.BiConsumer;

/** Named values. A record whose checksum is wrong is treated as absent, counted and logged. Changes are seen at once and durable after {@link Store#commit()}. */
public interface Records {
    /** A fresh array. */
    Optional<byte[]> get(String key);

    /** Copies the value. */
    void put(String key, byte[] value);

    void remove(String key);

    /** Each record in key order; the callback may change records. */
    void forEach(BiConsumer<String, byte[]> visitor);
}
