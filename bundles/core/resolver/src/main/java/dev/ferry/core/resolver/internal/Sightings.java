package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.advert.Recognition;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/**
 * What is seen now. Bounded: at most {@value #MOST_DEVICES} devices that are not paired, and {@value #MOST_OF_ONE} sightings of each. Where a limit is reached the one not seen for
 * longest goes, taken from the plugin that reports most, so that one plugin's flood displaces its own finds first; paired devices stay. Any thread.
 */
final class Sightings {
    static final int MOST_DEVICES = 512;
    static final int MOST_OF_ONE = 16;

    /**
     * Names a sighting.
     *
     * @param source one plugin's sink
     */
    record Slot(Object source, String key) { }

    private record Held(Seen seen, byte[] record, long ends) { }

    /** In the order of the last report, oldest first. */
    private final Map<Slot, Held> held = new LinkedHashMap<>();
    /** How many sightings there are of a device, by its identity, apart for paired devices and strangers. */
    private final Map<String, Integer> paired = new HashMap<>();
    private final Map<String, Integer> strangers = new HashMap<>();

    /** @param record as it was reported; an empty array for none */
    synchronized void put(Slot slot, Seen seen, byte[] record, Duration ttl, long now) {
        remove(slot);
        held.put(slot, new Held(seen, record, now + ttl.toNanos()));
        if (count(seen, 1) > MOST_OF_ONE) {
            evict(other -> other.identity().equals(seen.identity()));
        }
        while (strangers.size() > MOST_DEVICES) {
            evict(other -> other.pair().isEmpty());
        }
    }

    /** @return how many there are now */
    private int count(Seen seen, int change) {
        Map<String, Integer> counts = seen.pair().isPresent() ? paired : strangers;
        Integer now = counts.merge(seen.identity(), change, Integer::sum);
        if (now == 0) {
            counts.remove(seen.identity());
        }
        return now;
    }

    private void evict(Predicate<Seen> among) {
        Map<Object, Integer> load = new HashMap<>();
        held.forEach((slot, h) -> {
            if (among.test(h.seen())) {
                load.merge(slot.source(), 1, Integer::sum);
            }
        });
        Object busiest = load.entrySet().stream().max(Comparator.comparingInt(Map.Entry::getValue)).orElseThrow().getKey();
        removeFirst((slot, h) -> slot.source() == busiest && among.test(h.seen()));
    }

    private void removeFirst(BiPredicate<Slot, Held> which) {
        held.entrySet().stream().filter(e -> which.test(e.getKey(), e.getValue())).findFirst().map(Map.Entry::getKey).ifPresent(this::remove);
    }

    private boolean removeIf(BiPredicate<Slot, Held> which) {
        boolean any = false;
        for (Iterator<Map.Entry<Slot, Held>> each = held.entrySet().iterator(); each.hasNext(); ) {
            Map.Entry<Slot, Held> e = each.next();
            if (which.test(e.getKey(), e.getValue())) {
                each.remove();
                count(e.getValue().seen(), -1);
                any = true;
            }
        }
        return any;
    }

    synchronized boolean has(Slot slot) {
        return held.containsKey(slot);
    }

    /** The record as it was reported; an empty array for none. */
    synchronized Optional<byte[]> record(Slot slot) {
        return Optional.ofNullable(held.get(slot)).map(Held::record);
    }

    /** @return whether it was there */
    synchronized boolean remove(Slot slot) {
        Held gone = held.remove(slot);
        if (gone != null) {
            count(gone.seen(), -1);
        }
        return gone != null;
    }

    synchronized boolean removeAll(Object source) {
        return removeIf((slot, h) -> slot.source() == source);
    }

    /** @return whether anything ended */
    synchronized boolean expire(long now) {
        return removeIf((slot, h) -> h.ends() - now <= 0);
    }

    /** When the next one ends, on the monotone clock. */
    synchronized OptionalLong nextEnd() {
        return held.values().stream().mapToLong(Held::ends).min();
    }

    /** Looks again whose tags the adverts carry, after pairs came or went. */
    synchronized void recognise(Recognition recognition) {
        held.replaceAll((slot, h) -> new Held(h.seen().recognised(h.seen().advert().flatMap(recognition::recognise)), h.record(), h.ends()));
        paired.clear();
        strangers.clear();
        held.values().forEach(h -> count(h.seen(), 1));
    }

    synchronized List<Seen> all() {
        return held.values().stream().map(Held::seen).toList();
    }
}
