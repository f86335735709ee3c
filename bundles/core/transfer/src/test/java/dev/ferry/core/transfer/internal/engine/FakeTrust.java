package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A trust store in memory. */
final class FakeTrust implements TrustStore {
    private final Map<DeviceId, Pair> pairs = new ConcurrentHashMap<>();
    private final Map<DeviceId, DeviceRelationship.Blocked> blocked = new ConcurrentHashMap<>();
    private final List<Consumer<DeviceId>> followers = new CopyOnWriteArrayList<>();

    @Override
    public List<Pair> pairs() {
        return List.copyOf(pairs.values());
    }

    @Override
    public Optional<Pair> pair(DeviceId id) {
        return Optional.ofNullable(pairs.get(id));
    }

    @Override
    public void add(Pair pair, byte[] secret) {
        pairs.put(pair.id(), pair);
        tell(pair.id());
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level) {
        Pair changed = pairs.computeIfPresent(id, (same, pair) -> new Pair(id, pair.publicKey(), pair.name(), level, pair.since()));
        tell(id);
        return changed != null;
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(DeviceId id, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean remove(DeviceId id) {
        boolean there = pairs.remove(id) != null;
        tell(id);
        return there;
    }

    @Override
    public void block(DeviceId id, String reason) {
        blocked.put(id, new DeviceRelationship.Blocked(id, reason, Instant.EPOCH));
        tell(id);
    }

    @Override
    public boolean unblock(DeviceId id) {
        boolean there = blocked.remove(id) != null;
        tell(id);
        return there;
    }

    @Override
    public List<DeviceRelationship.Blocked> blocked() {
        return List.copyOf(blocked.values());
    }

    @Override
    public Optional<DeviceRelationship.Blocked> blocked(DeviceId id) {
        return Optional.ofNullable(blocked.get(id));
    }

    @Override
    public <T> Optional<T> withSecret(DeviceId id, Function<byte[], T> use) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration follow(Consumer<DeviceId> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }

    private void tell(DeviceId id) {
        followers.forEach(follower -> follower.accept(id));
    }
}
