package dev.ferry.tck.discovery;

import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** A sink that keeps what it is told, in order, and lets a test wait for it. Safe for any thread. */
public class RecordingSink implements SightingSink {
    /** One call: {@code sighted}, {@code gone}, {@code trouble} or {@code well}, with the sighting or the key or sentence. */
    public record Call(String name, Optional<Sighting> sighting, String text) { }

    private final List<Call> calls = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    @Override
    public void sighted(Sighting sighting) {
        add(new Call("sighted", Optional.of(sighting), sighting.key()));
    }

    @Override
    public void gone(String key) {
        add(new Call("gone", Optional.empty(), key));
    }

    @Override
    public void trouble(String sentence) {
        add(new Call("trouble", Optional.empty(), sentence));
    }

    @Override
    public void well() {
        add(new Call("well", Optional.empty(), ""));
    }

    @Override
    public synchronized void note(String sentence) {
        notes.add(sentence);
        notifyAll();
    }

    /** How the work went, oldest first; no part of {@link #calls}. */
    public synchronized List<String> notes() {
        return List.copyOf(notes);
    }

    private synchronized void add(Call call) {
        calls.add(call);
        notifyAll();
    }

    /** Everything so far, oldest first. */
    public synchronized List<Call> calls() {
        return List.copyOf(calls);
    }

    /** What is there by these calls: sighted and not gone since, by key. Expiry is not applied. */
    public synchronized Map<String, Sighting> present() {
        Map<String, Sighting> present = new LinkedHashMap<>();
        for (Call call : calls) {
            call.sighting().ifPresentOrElse(sighting -> present.put(call.text(), sighting), () -> {
                if (call.name().equals("gone")) {
                    present.remove(call.text());
                }
            });
        }
        return present;
    }

    /** Whether a device with this record is there by these calls. */
    public boolean shows(byte[] record) {
        return present().values().stream().flatMap(sighting -> sighting.record().stream()).anyMatch(seen -> Arrays.equals(seen, record));
    }

    /** Waits until this sink holds for the condition, which is asked again after each call. False when the time is over. */
    public synchronized boolean await(Duration limit, Predicate<RecordingSink> condition) {
        long end = System.nanoTime() + limit.toNanos();
        try {
            while (!condition.test(this)) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
