package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.spi.discovery.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * What was heard of which device, and what was read from it. Everything here is said by strangers with a radio, so it is bounded: {@link #MOST} announcements in all and
 * {@link #MOST_OF_ONE} of each device. Where a limit is reached, one whose letter was not read yet makes room, the longest unheard first; those that were read stay. Any thread.
 */
final class Neighbours {
    static final int MOST = 512;
    static final int MOST_OF_ONE = 8;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(5);
    private static final int LONGEST_PAUSE = 4; // times doubled

    /** @param device path of the device on the bus, which ends with its address */
    private record Slot(String device, String tag) { }

    private static final class Heard {
        long heardAt;
        long nextTry;
        int tries;
        Optional<Letter> letter = Optional.empty();
    }

    private final LongSupplier nanos;
    private final Duration lost;
    /** In the order in which they were first heard. */
    private final Map<Slot, Heard> heard = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> details = new HashMap<>();
    private boolean stirred;

    Neighbours(Duration lost, LongSupplier nanos) {
        this.lost = lost;
        this.nanos = nanos;
    }

    /**
     * @param rssi strength in dBm, for display: whoever wants to seem near sends louder
     * @param type BlueZ's class of device
     * @return whether there is a letter to be read
     */
    synchronized boolean heard(String device, Beacon beacon, OptionalInt rssi, OptionalInt type) {
        long now = nanos.getAsLong();
        Slot slot = new Slot(device, beacon.tag());
        Heard known = heard.get(slot);
        if (known == null) {
            if (!room(device)) {
                return false;
            }
            known = new Heard();
            known.nextTry = now;
            heard.put(slot, known);
        }
        known.heardAt = now;
        stirred = true;
        Map<String, String> shown = details.computeIfAbsent(device, d -> new HashMap<>());
        rssi.ifPresent(value -> shown.put("rssi", Integer.toString(value)));
        type.ifPresent(value -> shown.put("device-class", String.format("0x%06x", value & 0xffffff)));
        return known.letter.isEmpty() && known.nextTry - now <= 0;
    }

    private boolean room(String device) {
        boolean full = heard.keySet().stream().filter(slot -> slot.device().equals(device)).count() >= MOST_OF_ONE;
        if (!full && heard.size() < MOST) {
            return true;
        }
        Optional<Slot> leaves = unread().filter(slot -> !full || slot.device().equals(device)).min(Comparator.comparingLong(slot -> heard.get(slot).heardAt));
        leaves.ifPresent(this::forget);
        return leaves.isPresent();
    }

    private Stream<Slot> unread() {
        return heard.entrySet().stream().filter(e -> e.getValue().letter.isEmpty()).map(Map.Entry::getKey);
    }

    private void forget(Slot slot) {
        heard.remove(slot);
        if (heard.keySet().stream().noneMatch(other -> other.device().equals(slot.device()))) {
            details.remove(slot.device());
        }
    }

    /** The device to read from now: one that was tried least, of these the one that waits longest. */
    synchronized Optional<String> next() {
        long now = nanos.getAsLong();
        return unread().filter(slot -> heard.get(slot).nextTry - now <= 0).min(Comparator.comparingInt(slot -> heard.get(slot).tries)).map(Slot::device);
    }

    /** @param letters by tag; of what was heard and is not among them the device is asked again later */
    synchronized void read(String device, Map<String, Letter> letters) {
        long now = nanos.getAsLong();
        heard.forEach((slot, known) -> {
            if (slot.device().equals(device) && known.letter.isEmpty()) {
                known.letter = Optional.ofNullable(letters.get(slot.tag()));
                known.nextTry = now + (FIRST_PAUSE.toNanos() << Math.min(known.tries++, LONGEST_PAUSE));
            }
        });
    }

    /** Forgets who was not heard for long. @return whether that was somebody, or anybody was heard since the last time */
    synchronized boolean sweep() {
        long now = nanos.getAsLong();
        List<Slot> gone = heard.entrySet().stream().filter(e -> now - e.getValue().heardAt > lost.toNanos()).map(Map.Entry::getKey).toList();
        gone.forEach(this::forget);
        boolean any = stirred || !gone.isEmpty();
        stirred = false;
        return any;
    }

    synchronized void clear() {
        heard.clear();
        details.clear();
    }

    /** @param heardAt of the monotone clock, in nanoseconds */
    record Present(Sighting sighting, long heardAt) { }

    synchronized List<Present> present() {
        List<Present> present = new ArrayList<>();
        heard.forEach((slot, known) -> known.letter.ifPresent(letter -> present.add(new Present(
                new Sighting(key(slot), Optional.of(letter.record()), letter.routes(), lost, Map.copyOf(details.get(slot.device()))), known.heardAt))));
        return present;
    }

    private static String key(Slot slot) {
        return slot.device().substring(slot.device().lastIndexOf('/') + 1) + "/" + slot.tag();
    }
}
