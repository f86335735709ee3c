package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Item;
import dev.ferry.discovery.dht.internal.mainline.Mainline;
import dev.ferry.spi.discovery.Advertisement;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Keeps what this device announces where it is sought: one item for each secret and hour, put again when it changes and every hour. What is withdrawn is overwritten by an empty
 * one, because the DHT cannot delete. Any thread.
 */
final class Publisher {
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);

    /** Told of each try to store something; returns at once. */
    interface Progress {
        /**
         * @param stored at how many nodes; empty for what was taken back
         * @param asked  how many nodes answered
         */
        void put(OptionalInt stored, int asked);
    }

    private record Spot(ByteBuffer secret, long hour) { }

    /** Of the board that is for everybody, where there is one. */
    private static final Spot OPEN = new Spot(ByteBuffer.allocate(0), Long.MIN_VALUE);

    private static final class Publication {
        private final Board board;
        /** What was stored last; empty until something was. */
        private Optional<List<Advertisement>> stored = Optional.empty();
        /** Of what was stored last. */
        private long number = -1;
        private long due;
        private Duration retry;
        private boolean running;

        Publication(Board board, Duration retry) {
            this.board = board;
            this.retry = retry;
        }
    }

    private final Optional<Board> open;
    private final DhtSettings.Pace pace;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final SecureRandom random;
    private final Progress progress;
    private final Map<Spot, Publication> publications = new HashMap<>();
    private final Set<ByteBuffer> secrets = new LinkedHashSet<>();
    private final List<ByteBuffer> retired = new ArrayList<>();
    /** Newest first. */
    private List<Advertisement> advertisements = List.of();

    /**
     * @param open     what everybody may read, if this device wants such a thing
     */
    Publisher(Optional<Board> open, DhtSettings.Pace pace, InstantSource clock, LongSupplier nanos, SecureRandom random, Progress progress) {
        this.open = open;
        this.pace = pace;
        this.clock = clock;
        this.nanos = nanos;
        this.random = random;
        this.progress = progress;
    }

    /** @param now all secrets under which this device may be found; taken over */
    synchronized void secrets(List<byte[]> now) {
        retired.addAll(secrets);
        secrets.clear();
        now.forEach(secret -> secrets.add(ByteBuffer.wrap(secret)));
        wipe();
    }

    /** Secrets that are void, once nothing is left to take back under them. */
    private void wipe() {
        retired.removeIf(secret -> {
            boolean used = publications.keySet().stream().anyMatch(spot -> spot.secret() == secret);
            if (!used && secrets.stream().noneMatch(other -> other == secret)) {
                Arrays.fill(secret.array(), (byte) 0);
            }
            return !used;
        });
    }

    synchronized void add(Advertisement advertisement) {
        List<Advertisement> more = new ArrayList<>(List.of(advertisement));
        more.addAll(advertisements);
        advertisements = List.copyOf(more);
    }

    synchronized void remove(Advertisement advertisement) {
        advertisements = advertisements.stream().filter(other -> other != advertisement).toList();
    }

    synchronized void removeAll() {
        advertisements = List.of();
    }

    /** Whether anything is announced or is to be taken back. */
    synchronized boolean busy() {
        return !publications.isEmpty() || !advertisements.isEmpty() && (!secrets.isEmpty() || open.isPresent());
    }

    /** Does what is due. */
    void round(Mainline mainline) {
        for (Runnable put : due(mainline)) {
            put.run();
        }
    }

    private synchronized List<Runnable> due(Mainline mainline) {
        Instant now = clock.instant();
        Set<Long> hours = Place.hours(now);
        if (!advertisements.isEmpty()) {
            secrets.forEach(secret -> hours.forEach(hour -> publications.computeIfAbsent(new Spot(secret, hour), spot -> new Publication(Place.of(secret.array(), hour), pace.firstLook()))));
            open.ifPresent(board -> publications.computeIfAbsent(OPEN, spot -> new Publication(board, pace.firstLook())));
        }
        publications.entrySet().removeIf(e -> forgotten(e.getKey(), e.getValue(), hours));
        wipe();
        List<Runnable> puts = new ArrayList<>();
        publications.forEach((spot, publication) -> {
            List<Advertisement> wanted = spot == OPEN || secrets.contains(spot.secret()) ? advertisements : List.of();
            boolean changed = publication.stored.filter(wanted::equals).isEmpty();
            boolean waiting = publication.due - nanos.getAsLong() > 0;
            // A change does not wait for the hour, but a failure is not repeated at once.
            boolean retrying = !publication.retry.equals(pace.firstLook());
            if (!publication.running && (changed && !(retrying && waiting) || !changed && !waiting)) {
                publication.running = true;
                puts.add(() -> put(mainline, publication, wanted));
            }
        });
        return puts;
    }

    /** Of a past hour, or nothing was ever stored there and nothing is to be, or it is taken back. */
    private boolean forgotten(Spot spot, Publication publication, Set<Long> hours) {
        boolean nothing = advertisements.isEmpty() || spot != OPEN && !secrets.contains(spot.secret());
        boolean gone = nothing && publication.stored.filter(stored -> !stored.isEmpty()).isEmpty();
        boolean forget = !publication.running && (gone || spot != OPEN && !hours.contains(spot.hour()));
        if (forget && spot != OPEN) {
            publication.board.wipe();
        }
        return forget;
    }

    private void put(Mainline mainline, Publication publication, List<Advertisement> wanted) {
        Instant now = clock.instant();
        byte[] value = publication.board.write(now, wanted, random);
        long wish = publication.board.number(now);
        long own = publication.number;
        mainline.put(publication.board.keys(), value, highest -> wanted.isEmpty() ? farewell(own, highest) : later(wish, highest)).whenComplete((outcome, failure) -> {
            synchronized (this) {
                publication.running = false;
                // What could not be taken back although nodes answered is somebody else's by now.
                if (failure == null && (outcome.item().isPresent() || wanted.isEmpty() && outcome.asked() > 0)) {
                    publication.stored = Optional.of(wanted);
                    publication.number = outcome.item().map(Item::seq).orElse(publication.number);
                    publication.retry = pace.firstLook();
                    publication.due = nanos.getAsLong() + pace.put().toNanos();
                } else {
                    publication.due = nanos.getAsLong() + publication.retry.toNanos();
                    Duration twice = publication.retry.multipliedBy(2);
                    publication.retry = twice.compareTo(LAST_RETRY) > 0 ? LAST_RETRY : twice;
                }
            }
            progress.put(wanted.isEmpty() ? OptionalInt.empty() : OptionalInt.of(failure == null ? outcome.stored() : 0), failure == null ? outcome.asked() : 0);
        });
    }

    private static long later(long wish, long highest) {
        return highest == Long.MAX_VALUE ? -1 : Math.max(wish, highest + 1);
    }

    /** Takes back what was said here and nothing else: after a restart the next life of this plugin may have spoken already. */
    private static long farewell(long own, long highest) {
        return highest > own ? -1 : own + 1;
    }
}
