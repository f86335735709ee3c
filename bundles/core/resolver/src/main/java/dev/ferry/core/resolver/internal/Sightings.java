package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Recognition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What is seen now. Bounded: at most {@value #MOST_DEVICES} devices that are not paired, and {@value #MOST_OF_ONE} sightings of each. Where a limit is reached the one not seen for
 * longest goes, taken from the plugin that reports most, so that one plugin's flood displaces its own finds first; paired devices stay. Any thread.
 */
final class Sightings {
    static final int MOST_DEVICES = 512;
    static final int MOST_OF_ONE = 32;

    /**
     * Names a sighting.
     *
     * @param source one plugin's sink
     */
    record Slot(Object source, String key) { }

    private record Held(Seen seen, byte[] record, long ends) { }

    /** In the order of the last report, oldest first. */
    private final Map<Slot, Held> held = new LinkedHashMap<>();

    synchronized void put(Slot slot, Seen seen, byte[] record, Duration ttl, long now) {
        held.remove(slot);
        held.put(slot, new Held(seen, record, now + ttl.toNanos()));
        List<Slot> same = held.entrySet().stream().filter(e -> e.getValue().seen().identity().equals(seen.identity())).map(Map.Entry::getKey).toList();
        if (same.size() > MOST_OF_ONE) {
            held.remove(same.get(0));
        }
        while (strangers() > MOST_DEVICES) {
            evict();
        }
    }

    private long strangers() {
        return held.values().stream().map(Held::seen).filter(s -> s.pair().isEmpty()).map(Seen::identity).distinct().count();
    }

    private void evict() {
        Map<Object, Integer> load = new HashMap<>();
        held.forEach((slot, h) -> {
            if (h.seen().pair().isEmpty()) {
                load.merge(slot.source(), 1, Integer::sum);
            }
        });
        Object busiest = load.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue)).orElseThrow().getKey();
        String oldest = held.entrySet().stream().filter(e -> e.getKey().source() == busiest && e.getValue().seen().pair().isEmpty()).findFirst().orElseThrow()
                .getValue().seen().identity();
        held.entrySet().removeIf(e -> e.getKey().source() == busiest && e.getValue().seen().identity().equals(oldest));
    }

    synchronized Optional<Seen> get(Slot slot) {
        return Optional.ofNullable(held.get(slot)).map(Held::seen);
    }

    /** The record as it was reported; empty array for none. */
    synchronized Optional<byte[]> record(Slot slot) {
        return Optional.ofNullable(held.get(slot)).map(Held::record);
    }

    synchronized boolean remove(Slot slot) {
        return held.remove(slot) != null;
    }

    synchronized boolean removeAll(Object source) {
        return held.keySet().removeIf(slot -> slot.source() == source);
    }

    /** @return whether anything ended */
    synchronized boolean expire(long now) {
        return held.values().removeIf(h -> h.ends() - now <= 0);
    }

    /** When the next one ends, on the monotone clock. */
    synchronized OptionalLong nextEnd() {
        return held.values().stream().mapToLong(Held::ends).min();
    }

    /** Looks again whose tags the adverts carry, after pairs came or went. */
    synchronized void recognise(Recognition recognition) {
        held.replaceAll((slot, h) -> new Held(h.seen().recognised(h.seen().advert().flatMap(recognition::recognise)), h.record(), h.ends()));
    }

    synchronized List<Seen> all() {
        return new ArrayList<>(held.values().stream().map(Held::seen).toList());
    }
}
