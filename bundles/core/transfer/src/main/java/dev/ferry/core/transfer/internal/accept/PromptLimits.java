package dev.ferry.core.transfer.internal.accept;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * How often a person may be asked: three offers at once, one from each peer, and a stranger whose offer came to nothing must wait before the next, twice as long each
 * time. In memory only: nothing about strangers is kept.
 */
final class PromptLimits {
    private static final int MAX_PENDING = 3;
    private static final long FIRST_COOLDOWN = Duration.ofSeconds(30).toNanos();
    private static final long LONGEST_COOLDOWN = Duration.ofHours(1).toNanos();
    /** Beyond these the oldest are forgotten. */
    private static final int MAX_REMEMBERED = 1024;

    private final LongSupplier nanos;
    private final Set<String> pending = new HashSet<>();
    private final Map<String, Cooldown> cooldowns = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Cooldown> eldest) {
            return size() > MAX_REMEMBERED;
        }
    };

    PromptLimits(LongSupplier nanos) {
        this.nanos = nanos;
    }

    private record Cooldown(long since, long length) { }

    /** A place among the pending offers. Given back once. */
    final class Place {
        private final String peer;
        private final boolean stranger;
        private boolean left;

        private Place(String peer, boolean stranger) {
            this.peer = peer;
            this.stranger = stranger;
        }

        void leave(boolean accepted) {
            synchronized (PromptLimits.this) {
                if (left) {
                    return;
                }
                left = true;
                pending.remove(peer);
                Cooldown last = cooldowns.remove(peer);
                if (stranger && !accepted) {
                    long length = last == null ? FIRST_COOLDOWN : Math.min(LONGEST_COOLDOWN, last.length * 2);
                    cooldowns.put(peer, new Cooldown(nanos.getAsLong(), length));
                }
            }
        }
    }

    /**
     * A place for an offer of this peer; empty when there is none now.
     *
     * @param peer     its device id; of a stranger its address, which is all that stays the same about it
     * @param stranger whether it has to cool down
     */
    synchronized Optional<Place> enter(String peer, boolean stranger) {
        Cooldown last = cooldowns.get(peer);
        long now = nanos.getAsLong();
        if (last != null && now - last.since > last.length + LONGEST_COOLDOWN) {
            cooldowns.remove(peer);
            last = null;
        }
        boolean cooling = stranger && last != null && now - last.since < last.length;
        if (cooling || pending.size() >= MAX_PENDING || !pending.add(peer)) {
            return Optional.empty();
        }
        return Optional.of(new Place(peer, stranger));
    }
}
