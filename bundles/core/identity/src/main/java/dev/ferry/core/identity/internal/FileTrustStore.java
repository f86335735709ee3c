package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.crypto.PairKeys;
import dev.ferry.core.protocol.crypto.Wipe;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.FerryException;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trust store in {@code state/trust}, replaced as a whole at each change, with the list of blocked devices a second time in {@code state/blocked}.
 *
 * <p>A level with a lease is answered for only while the lease holds, whether or not its end was noticed; {@link #elapse} makes the end durable and tells it.
 *
 * <p>Fails closed: where {@code trust} is damaged or missing nobody is trusted, and whoever is blocked in either file stays blocked. A damaged file is kept beside the new one.
 */
class FileTrustStore implements TrustStore {
    /** Where changes go and what is there already. */
    record Opened(Disk disk, TrustData data) { }

    /** Writes what must be durable. */
    interface Disk {
        void save(TrustData data, boolean blockedChanged) throws FerryException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(FileTrustStore.class);

    private final Disk disk;
    private final InstantSource clock;
    private final List<Consumer<DeviceId>> followers = new CopyOnWriteArrayList<>();
    private final Object writing = new Object();
    private volatile TrustData data;

    FileTrustStore(Opened opened, InstantSource clock) {
        this.disk = opened.disk();
        this.data = opened.data();
        this.clock = clock;
    }

    /**
     * Opens a home's store.
     *
     * @param damaged called with a sentence for a person when the store was unusable
     */
    static Opened open(Path state, Consumer<String> damaged) throws FerryException {
        PrivateFile trust = new PrivateFile(state.resolve("trust"));
        PrivateFile second = new PrivateFile(state.resolve("blocked"));
        Disk disk = (next, blockedChanged) -> {
            if (blockedChanged) {
                second.write(new TrustData(TrustData.sorted(), next.blocked()).encode());
            }
            trust.write(next.encode());
        };
        Optional<byte[]> bytes = trust.read();
        Optional<TrustData> whole = bytes.flatMap(TrustData::decode);
        TrustData known = whole.orElseGet(TrustData::empty).copy();
        if (whole.isEmpty()) {
            Optional<byte[]> again = second.read();
            Optional<TrustData> blockedAgain = again.flatMap(TrustData::decode);
            blockedAgain.ifPresent(b -> known.blocked().putAll(b.blocked()));
            if (bytes.isPresent()) {
                new PrivateFile(state.resolve("trust.damaged")).write(bytes.get());
            }
            if (bytes.isPresent() || again.isPresent()) {
                damaged.accept(lost(bytes.isPresent(), again.isPresent() && blockedAgain.isEmpty(), known.blocked().size()));
            }
        }
        return new Opened(disk, known);
    }

    private static String lost(boolean damaged, boolean blockedToo, int blocked) {
        return "The list of paired devices " + (damaged ? "was damaged and cannot be used" : "is missing") + ": nobody is paired now, "
                + (blockedToo ? "and the second list of blocked devices is damaged too, so nobody is blocked any more. " : blocked + " blocked devices stay blocked. ")
                + (damaged ? "The damaged list is kept as trust.damaged. " : "") + "Restore a backup of the state folder, or pair again.";
    }

    /** A store that is empty and forgets. */
    static Opened forgetful() {
        return new Opened((next, blockedChanged) -> { }, TrustData.empty());
    }

    @Override
    public List<Pair> pairs() {
        Instant now = clock.instant();
        return data.pairs().values().stream().map(entry -> entry.pair().at(now)).toList();
    }

    @Override
    public Optional<Pair> pair(DeviceId id) {
        return Optional.ofNullable(data.pairs().get(id)).map(entry -> entry.pair().at(clock.instant()));
    }

    @Override
    public void add(Pair pair, byte[] secret) throws FerryException {
        if (secret.length != PairKeys.SECRET_LENGTH) {
            throw new IllegalArgumentException("K_pair has 32 bytes, not " + secret.length);
        }
        change(pair.id(), false, next -> {
            next.pairs().put(pair.id(), new TrustData.Entry(pair, secret.clone()));
            return true;
        });
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level) throws FerryException {
        return changePair(id, pair -> pair.trusted(level));
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level, Instant until) throws FerryException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return changePair(id, pair -> pair.trusted(level, now, until.truncatedTo(ChronoUnit.MILLIS)));
    }

    @Override
    public boolean rename(DeviceId id, String name) throws FerryException {
        return changePair(id, pair -> pair.named(name));
    }

    private boolean changePair(DeviceId id, Function<Pair, Pair> change) throws FerryException {
        return change(id, false, next -> next.pairs().computeIfPresent(id, (k, entry) -> new TrustData.Entry(change.apply(entry.pair().at(clock.instant())), entry.secret())) != null);
    }

    @Override
    public boolean remove(DeviceId id) throws FerryException {
        return change(id, false, next -> next.pairs().remove(id) != null);
    }

    @Override
    public void block(DeviceId id, String reason) throws FerryException {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        change(id, true, next -> {
            next.blocked().put(id, new Blocked(id, reason, now));
            return true;
        });
    }

    @Override
    public boolean unblock(DeviceId id) throws FerryException {
        return change(id, true, next -> {
            // A device that was blocked has to be confirmed again before it may do more than ask.
            next.pairs().computeIfPresent(id, (k, e) -> new TrustData.Entry(e.pair().trusted(TrustLevel.UNVERIFIED), e.secret()));
            return next.blocked().remove(id) != null;
        });
    }

    private boolean change(DeviceId id, boolean blockedChanged, Predicate<TrustData> change) throws FerryException {
        synchronized (writing) {
            TrustData next = data.copy();
            if (!change.test(next)) {
                return false;
            }
            disk.save(next, blockedChanged);
            data = next;
        }
        followers.forEach(f -> f.accept(id));
        return true;
    }

    /** Whether some level ends by itself. */
    boolean isLeasing() {
        return data.pairs().values().stream().anyMatch(entry -> entry.pair().lease().isPresent());
    }

    /**
     * Takes the levels back whose time is over. They stay so whatever the clock is set to afterwards, and for this process also where that cannot be written down.
     *
     * @return whose
     */
    List<DeviceId> elapse() {
        List<DeviceId> over;
        synchronized (writing) {
            Instant now = clock.instant();
            over = data.pairs().values().stream().map(TrustData.Entry::pair)
                    .filter(pair -> pair.lease().filter(lease -> !lease.holds(now)).isPresent()).map(Pair::id).toList();
            if (over.isEmpty()) {
                return over;
            }
            TrustData next = data.copy();
            over.forEach(id -> next.pairs().computeIfPresent(id, (k, entry) -> new TrustData.Entry(entry.pair().at(now), entry.secret())));
            data = next;
            try {
                disk.save(next, false);
            } catch (FerryException e) {
                LOG.warn("That the time of a trust level is over could not be written down; it is over all the same: {}", e.problem().message());
            }
        }
        over.forEach(id -> followers.forEach(f -> f.accept(id)));
        return over;
    }

    /** All that is in it; holds secrets, and is not to be kept. */
    TrustData snapshot() {
        return data;
    }

    /** Puts another store into its place, as a whole. */
    void replace(TrustData other) throws FerryException {
        Set<DeviceId> changed = new LinkedHashSet<>();
        synchronized (writing) {
            for (TrustData each : List.of(data, other)) {
                changed.addAll(each.pairs().keySet());
                changed.addAll(each.blocked().keySet());
            }
            disk.save(other, true);
            data = other;
        }
        changed.forEach(id -> followers.forEach(f -> f.accept(id)));
    }

    @Override
    public List<Blocked> blocked() {
        return List.copyOf(data.blocked().values());
    }

    @Override
    public Optional<Blocked> blocked(DeviceId id) {
        return Optional.ofNullable(data.blocked().get(id));
    }

    @Override
    public <T> Optional<T> withSecret(DeviceId id, Function<byte[], T> use) {
        TrustData.Entry entry = data.pairs().get(id);
        if (entry == null) {
            return Optional.empty();
        }
        byte[] secret = entry.secret().clone();
        try {
            return Optional.of(use.apply(secret));
        } finally {
            Wipe.bytes(secret);
        }
    }

    @Override
    public Registration follow(Consumer<DeviceId> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }
}
