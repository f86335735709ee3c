package dev.ferry.core.transfer.internal.share;

import dev.ferry.api.ShareResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Shares that run and those that ended lately. In memory only. */
public final class Shares {
    private static final long KEPT_MILLIS = Duration.ofMinutes(10).toMillis();

    private final Platform platform;
    private final Map<UUID, Numbered> shares = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    public Shares(Platform platform) {
        this.platform = platform;
    }

    /** A new one. It is let go ten minutes after its end; at its end where its terms say that nothing of it is remembered. */
    public Share open(boolean outgoing) {
        return open(UUID.randomUUID(), outgoing);
    }

    /** The same under an id that was told before: that of the offer which it receives. */
    public Share open(UUID id, boolean outgoing) {
        return add(new Share(id, outgoing, platform));
    }

    /** An outgoing one that began earlier, in this process or before it. */
    public Share open(UUID id, Instant started) {
        return add(new Share(id, true, platform, started));
    }

    private Share add(Share share) {
        shares.put(share.id(), new Numbered(numbers.incrementAndGet(), share));
        share.result().thenRun(() -> ended(share));
        return share;
    }

    private void ended(Share share) {
        UUID id = share.id();
        if (share.view().terms().filter(terms -> !terms.history()).isPresent()) {
            shares.remove(id);
        } else {
            platform.later(() -> shares.remove(id), KEPT_MILLIS);
        }
    }

    /** Was never begun: its caller hears why, and nobody finds it. */
    public void drop(Share share, ShareResult why) {
        shares.remove(share.id());
        share.end(why);
    }

    /** Newest first. */
    public List<Share> all() {
        return shares.values().stream().sorted(Comparator.comparingLong(Numbered::number).reversed()).map(Numbered::share).toList();
    }

    public Optional<Share> find(UUID id) {
        return Optional.ofNullable(shares.get(id)).map(Numbered::share);
    }

    private record Numbered(long number, Share share) { }
}
