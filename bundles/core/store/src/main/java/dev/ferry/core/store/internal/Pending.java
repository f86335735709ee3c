package dev.ferry.core.store.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;

/** Which records differ from the medium. */
final class Pending {
    private final Map<String, Set<String>> keys = new TreeMap<>();
    private long count;

    /** Changes a record and, where that made a difference, notes it: together, so that no commit sees the one without the other. */
    synchronized void change(String table, String key, BooleanSupplier act) {
        if (act.getAsBoolean()) {
            keys.computeIfAbsent(table, name -> new TreeSet<>()).add(key);
            count++;
        }
    }

    /** How many changes there have been. */
    synchronized long count() {
        return count;
    }

    /** Everything that differs now, with the values of now; from here on nothing does. */
    synchronized Batch take(BiFunction<String, String, Optional<byte[]>> value) {
        List<Change> changes = new ArrayList<>();
        keys.forEach((table, changed) -> changed.forEach(key -> changes.add(new Change(table, key, value.apply(table, key)))));
        keys.clear();
        return new Batch(changes, count);
    }

    /** They differ still. */
    synchronized void giveBack(Batch batch) {
        batch.changes().forEach(change -> keys.computeIfAbsent(change.table(), name -> new TreeSet<>()).add(change.key()));
    }

    /** @param upTo how many changes there had been when this was taken */
    record Batch(List<Change> changes, long upTo) { }
}
