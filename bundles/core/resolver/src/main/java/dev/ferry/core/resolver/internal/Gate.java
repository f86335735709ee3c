package dev.ferry.core.resolver.internal;

import dev.ferry.core.resolver.internal.Sightings.Slot;
import dev.ferry.model.PeerText;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * One plugin's sink. Takes reports without ever blocking: the latest of each key waits until {@link #take} collects it. What waits is bounded, because what is new is limited in
 * rate and what is not new replaces itself.
 */
final class Gate implements SightingSink {
    private static final double PER_SECOND = 64;
    private static final double BURST = 256;
    /** A renewal costs no signature check. */
    private static final double RENEWAL = 1.0 / 16;
    private static final int LONGEST_TROUBLE = 300;
    private static final int LONGEST_NOTE = 600;
    private static final Duration CALM = Duration.ofMinutes(1);

    /** A report; without a sighting it is a goodbye. */
    record Report(String key, Optional<Sighting> sighting) { }

    private final Sightings sightings;
    private final Health health;
    private final Collecting collect;
    private final LongSupplier nanos;
    private final TokenBucket bucket;
    private final Map<String, Report> waiting = new LinkedHashMap<>();
    private boolean asked;
    private boolean closed;
    private boolean excess;
    private long droppedAt;
    private long dropped;

    /** Asks for a call of {@link #take} soon. */
    interface Collecting {
        /** @return false when nobody can be asked now */
        boolean ask();
    }

    Gate(Sightings sightings, Health health, LongSupplier nanos, Collecting collect) {
        this.sightings = sightings;
        this.health = health;
        this.collect = collect;
        this.nanos = nanos;
        this.bucket = new TokenBucket(nanos, PER_SECOND, BURST);
    }

    @Override
    public void sighted(Sighting sighting) {
        synchronized (this) {
            if (closed) {
                return;
            }
            if (sighting == null || tooLarge(sighting)) {
                dropped++;
                return;
            }
            boolean taken = bucket.take(isRenewal(sighting) ? RENEWAL : 1);
            measure(taken);
            if (!taken) {
                return;
            }
            waiting.put(sighting.key(), new Report(sighting.key(), Optional.of(sighting)));
        }
        ask();
    }

    /** Says once that too much is reported, and takes it back when there was no excess for a while. */
    private void measure(boolean taken) {
        long now = nanos.getAsLong();
        if (!taken) {
            if (!excess) {
                health.excess(Optional.of("It reports more than " + (int) PER_SECOND + " new sightings a second; what is beyond is dropped, so some devices may be missing."));
            }
            dropped++;
            excess = true;
            droppedAt = now;
        } else if (excess && now - droppedAt > CALM.toNanos()) {
            excess = false;
            health.excess(Optional.empty());
        }
    }

    private static boolean tooLarge(Sighting sighting) {
        return sighting.record().filter(record -> record.length > Advertisement.MAX_RECORD).isPresent();
    }

    /** One question for all that waits: a plugin that calls in a loop fills no queue. */
    private void ask() {
        synchronized (this) {
            if (asked) {
                return;
            }
            asked = true;
        }
        if (!collect.ask()) {
            synchronized (this) {
                asked = false;
            }
        }
    }

    private boolean isRenewal(Sighting sighting) {
        return sightings.record(slot(sighting.key())).filter(record -> Arrays.equals(record, sighting.record().orElse(new byte[0]))).isPresent();
    }

    @Override
    public void gone(String key) {
        synchronized (this) {
            if (closed || key == null || !waiting.containsKey(key) && !sightings.has(slot(key))) {
                return;
            }
            waiting.put(key, new Report(key, Optional.empty()));
        }
        ask();
    }

    @Override
    public void trouble(String sentence) {
        if (!isClosed()) {
            health.said(Optional.of(PeerText.escape(String.valueOf(sentence), LONGEST_TROUBLE)));
        }
    }

    @Override
    public void well() {
        if (!isClosed()) {
            health.said(Optional.empty());
        }
    }

    @Override
    public void note(String sentence) {
        if (!isClosed()) {
            health.noted(PeerText.escape(String.valueOf(sentence), LONGEST_NOTE));
        }
    }

    Slot slot(String key) {
        return new Slot(this, key);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    /** What was reported since the last call. */
    synchronized List<Report> take() {
        asked = false;
        List<Report> reports = List.copyOf(waiting.values());
        waiting.clear();
        return reports;
    }

    /** Nothing more is taken, and what was is withdrawn. */
    void close() {
        synchronized (this) {
            closed = true;
            waiting.clear();
        }
        sightings.removeAll(this);
    }

    /** Runs unless closed, so that nothing collected before the end is put in after it. */
    synchronized void ifOpen(Runnable action) {
        if (!closed) {
            action.run();
        }
    }

    synchronized long dropped() {
        return dropped;
    }
}
