package dev.ferry.discovery.dht.internal;

import dev.ferry.discovery.dht.internal.mainline.Mainline;
import dev.ferry.spi.discovery.Sighting;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Looks under each secret, often at first and then less so, and reports what lies there. Any thread. */
final class Seeker {
    /** What is put hourly is not older than this, unless its device is gone. */
    private static final Duration OLDEST = Duration.ofMinutes(90);
    private static final Duration NEWEST = Duration.ofHours(2);
    /** A look may miss what is there, because a node lies or a packet is lost; three in a row do not. */
    private static final int MISSES = 3;
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    /** What a look brought. */
    interface Reports {
        void sighted(Sighting sighting);

        void gone(String key);

        /** @param nodes how many answered */
        void looked(int nodes);
    }

    private record Look(List<Contents> found, int asked, int hops, Duration took) {
        static final Look NOTHING = new Look(List.of(), 0, 0, Duration.ZERO);
    }

    private final class Sought {
        private final byte[] secret;
        private final Optional<Board> followed;
        private Map<Long, Place> places = new LinkedHashMap<>();
        private Map<String, Sighting> seen = Map.of();
        private Duration interval;
        private long due;
        private int misses;
        private boolean running;

        Sought(byte[] secret, Optional<Board> followed) {
            this.secret = secret;
            this.followed = followed;
            this.interval = pace.firstLook();
            this.due = nanos.getAsLong();
        }

        List<Board> boards(Instant now) {
            return followed.isPresent() ? List.of(followed.get()) : List.copyOf(places(now).values());
        }

        private Map<Long, Place> places(Instant now) {
            Map<Long, Place> next = new LinkedHashMap<>();
            Place.hours(now).forEach(hour -> next.put(hour, places.containsKey(hour) ? places.get(hour) : Place.of(secret, hour)));
            places.forEach((hour, place) -> {
                if (!next.containsKey(hour)) {
                    place.wipe();
                }
            });
            places = next;
            return next;
        }

        void wipe() {
            places.values().forEach(Place::wipe);
            Arrays.fill(secret, (byte) 0);
        }
    }

    private final DhtSettings.Pace pace;
    private final InstantSource clock;
    private final LongSupplier nanos;
    private final Reports reports;
    private final Map<ByteBuffer, Sought> all = new LinkedHashMap<>();

    /** @param followed boards of others that everybody may read */
    Seeker(List<Board> followed, DhtSettings.Pace pace, InstantSource clock, LongSupplier nanos, Reports reports) {
        this.pace = pace;
        this.clock = clock;
        this.nanos = nanos;
        this.reports = reports;
        followed.forEach(board -> all.put(ByteBuffer.wrap(board.publicKey()), new Sought(board.publicKey(), Optional.of(board))));
    }

    /** @param now all secrets to look under; taken over. What was seen under others is gone */
    void secrets(List<byte[]> now) {
        List<String> gone = new ArrayList<>();
        synchronized (this) {
            List<ByteBuffer> keys = now.stream().map(ByteBuffer::wrap).toList();
            List<ByteBuffer> left = all.keySet().stream().filter(key -> all.get(key).followed.isEmpty() && !keys.contains(key)).toList();
            for (ByteBuffer key : left) {
                Sought sought = all.remove(key);
                gone.addAll(sought.seen.keySet());
                sought.wipe();
            }
            keys.forEach(key -> {
                if (all.putIfAbsent(key, new Sought(key.array(), Optional.empty())) != null) {
                    Arrays.fill(key.array(), (byte) 0);
                }
            });
        }
        gone.forEach(reports::gone);
    }

    synchronized boolean busy() {
        return !all.isEmpty();
    }

    /** What is seen now. */
    synchronized List<Sighting> known() {
        return all.values().stream().flatMap(sought -> sought.seen.values().stream()).toList();
    }

    /** Somebody begins to search: everything is looked for at once, and often for a while. */
    synchronized void hurry() {
        all.values().forEach(sought -> {
            sought.due = nanos.getAsLong();
            sought.interval = pace.firstLook();
        });
    }

    void round(Mainline mainline) {
        for (Runnable look : due(mainline)) {
            look.run();
        }
    }

    private synchronized List<Runnable> due(Mainline mainline) {
        List<Runnable> looks = new ArrayList<>();
        for (Sought sought : all.values()) {
            if (!sought.running && sought.due - nanos.getAsLong() <= 0) {
                sought.running = true;
                List<Board> boards = sought.boards(clock.instant());
                looks.add(() -> look(mainline, sought, boards));
            }
        }
        return looks;
    }

    private void look(Mainline mainline, Sought sought, List<Board> boards) {
        long since = nanos.getAsLong();
        CompletableFuture<Look> look = CompletableFuture.completedFuture(Look.NOTHING);
        for (Board board : boards) {
            look = look.thenCombine(mainline.get(board.publicKey()), (sum, found) -> {
                List<Contents> more = new ArrayList<>(sum.found());
                found.item().flatMap(board::read).filter(this::timely).ifPresent(more::add);
                return new Look(more, sum.asked() + found.asked(), Math.max(sum.hops(), found.hops()), Duration.ofNanos(nanos.getAsLong() - since));
            });
        }
        look.whenComplete((result, failure) -> looked(sought, failure == null ? result : Look.NOTHING));
    }

    private boolean timely(Contents contents) {
        Instant now = clock.instant();
        return !contents.written().isBefore(now.minus(OLDEST)) && !contents.written().isAfter(now.plus(NEWEST));
    }

    private void looked(Sought sought, Look look) {
        List<Sighting> sighted = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        synchronized (this) {
            sought.running = false;
            // Near the edge of an hour there may be two; the later one counts.
            Optional<Contents> newest = look.found().stream().max((a, b) -> a.written().compareTo(b.written()));
            if (all.get(ByteBuffer.wrap(sought.secret)) == sought) {
                settle(sought, look, newest, sighted, gone);
            }
        }
        sighted.forEach(reports::sighted);
        gone.forEach(reports::gone);
        reports.looked(look.asked());
    }

    private void settle(Sought sought, Look look, Optional<Contents> newest, List<Sighting> sighted, List<String> gone) {
        boolean found = newest.isPresent() && !newest.get().entries().isEmpty();
        Duration twice = sought.interval.multipliedBy(2);
        sought.interval = found || twice.compareTo(pace.look()) > 0 ? pace.look() : twice;
        sought.due = nanos.getAsLong() + sought.interval.toNanos();
        if (newest.isEmpty()) {
            // Where nobody answered nothing was learned; what was seen ends by its own time.
            sought.misses += look.asked() > 0 ? 1 : 0;
            if (sought.misses < MISSES) {
                return;
            }
        }
        sought.misses = 0;
        Map<String, Sighting> seen = new LinkedHashMap<>();
        newest.ifPresent(contents -> contents.entries().forEach(entry -> {
            Sighting sighting = sighting(sought, entry, look);
            seen.put(sighting.key(), sighting);
        }));
        sought.seen.keySet().stream().filter(key -> !seen.containsKey(key)).forEach(gone::add);
        sighted.addAll(seen.values());
        sought.seen = seen;
    }

    private Sighting sighting(Sought sought, Contents.Entry entry, Look look) {
        Duration ttl = pace.look().multipliedBy(MISSES);
        return new Sighting(key(sought.secret, entry.record()), Optional.of(entry.record()), entry.routes(), ttl.compareTo(SHORTEST) < 0 ? SHORTEST : ttl,
                Map.of("hops", Integer.toString(look.hops()), "latency-ms", Long.toString(TimeUnit.NANOSECONDS.toMillis(look.took().toNanos()))));
    }

    /** Tells nothing about the secret. */
    private static String key(byte[] secret, byte[] record) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(secret);
            return HexFormat.of().formatHex(digest.digest(record), 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java has no SHA-256", e);
        }
    }
}
