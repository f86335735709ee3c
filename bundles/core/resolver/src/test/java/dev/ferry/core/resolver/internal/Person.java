package dev.ferry.core.resolver.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** A real key and a trust store in memory. */
public final class Person implements DeviceIdentity, TrustStore {
    public static final SecureRandom RANDOM = new SecureRandom();
    private final Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
    private final String name;
    private final Map<DeviceId, Pair> pairs = new LinkedHashMap<>();
    private final Map<DeviceId, byte[]> secrets = new LinkedHashMap<>();
    private final Map<DeviceId, Blocked> blocked = new LinkedHashMap<>();
    private final List<Consumer<DeviceId>> followers = new CopyOnWriteArrayList<>();

    public Person(String name) {
        this.name = name;
    }

    public static void pair(Person one, Person two) {
        pair(one, two, TrustLevel.VERIFIED);
    }

    public static void pair(Person one, Person two, TrustLevel level) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        one.add(new Pair(two.id(), two.publicKey(), two.name, level, Instant.EPOCH), secret);
        two.add(new Pair(one.id(), one.publicKey(), one.name, level, Instant.EPOCH), secret);
    }

    @Override
    public DeviceId id() {
        return DeviceId.ofPublicKey(keys.publicKey());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.LAPTOP;
    }

    @Override
    public byte[] publicKey() {
        return keys.publicKey();
    }

    @Override
    public byte[] sign(byte[] message) {
        return keys.sign(message);
    }

    @Override
    public synchronized List<Pair> pairs() {
        return List.copyOf(pairs.values());
    }

    @Override
    public synchronized Optional<Pair> pair(DeviceId id) {
        return Optional.ofNullable(pairs.get(id));
    }

    @Override
    public void add(Pair pair, byte[] secret) {
        synchronized (this) {
            pairs.put(pair.id(), pair);
            secrets.put(pair.id(), secret.clone());
        }
        followers.forEach(f -> f.accept(pair.id()));
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean trust(DeviceId id, TrustLevel level, Instant until) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean rename(DeviceId id, String name) {
        synchronized (this) {
            pairs.computeIfPresent(id, (k, p) -> new Pair(p.id(), p.publicKey(), name, p.trust(), p.since()));
        }
        followers.forEach(f -> f.accept(id));
        return true;
    }

    @Override
    public boolean remove(DeviceId id) {
        boolean removed;
        synchronized (this) {
            removed = pairs.remove(id) != null;
        }
        followers.forEach(f -> f.accept(id));
        return removed;
    }

    @Override
    public void block(DeviceId id, String reason) {
        synchronized (this) {
            blocked.put(id, new Blocked(id, reason, Instant.EPOCH));
        }
        followers.forEach(f -> f.accept(id));
    }

    @Override
    public boolean unblock(DeviceId id) {
        boolean removed;
        synchronized (this) {
            removed = blocked.remove(id) != null;
        }
        followers.forEach(f -> f.accept(id));
        return removed;
    }

    @Override
    public synchronized List<Blocked> blocked() {
        return List.copyOf(blocked.values());
    }

    @Override
    public synchronized Optional<Blocked> blocked(DeviceId id) {
        return Optional.ofNullable(blocked.get(id));
    }

    @Override
    public synchronized <T> Optional<T> withSecret(DeviceId id, Function<byte[], T> use) {
        return Optional.ofNullable(secrets.get(id)).map(s -> use.apply(s.clone()));
    }

    @Override
    public Registration follow(Consumer<DeviceId> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }
}
