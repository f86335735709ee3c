package dev.ferry.core.link.internal;

import dev.ferry.core.identity.DeviceIdentity;
import dev.ferry.core.identity.Pair;
import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceKind;
import dev.ferry.model.DeviceRelationship.Blocked;
import dev.ferry.model.Registration;
import dev.ferry.model.TrustLevel;
import dev.ferry.spi.transport.LinkCredentials;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A device of a test: a real key, and a trust store in memory. */
final class Device implements DeviceIdentity, TrustStore {
    static final SecureRandom RANDOM = new SecureRandom();
    private final Ed25519Keys keys = Ed25519Keys.generate(RANDOM);
    private final Map<DeviceId, Pair> pairs = new HashMap<>();
    private final Map<DeviceId, byte[]> secrets = new HashMap<>();
    private final String name;

    Device(String name) {
        this.name = name;
    }

    static void pair(Device one, Device two) {
        byte[] secret = new byte[32];
        RANDOM.nextBytes(secret);
        one.add(two.asPair(), secret);
        two.add(one.asPair(), secret);
    }

    Pair asPair() {
        return new Pair(id(), publicKey(), name, TrustLevel.VERIFIED, Instant.EPOCH);
    }

    Local local() {
        return new Local(this, this, new NoThrowaways(), RANDOM);
    }

    @Override
    public DeviceId id() {
        return DeviceId.ofPublicKey(keys.publicKey());
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
    public String name() {
        return name;
    }

    @Override
    public DeviceKind kind() {
        return DeviceKind.OTHER;
    }

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
        secrets.put(pair.id(), secret.clone());
    }

    @Override
    public <T> Optional<T> withSecret(DeviceId id, Function<byte[], T> use) {
        return Optional.ofNullable(secrets.get(id)).map(s -> use.apply(Arrays.copyOf(s, s.length)));
    }

    @Override
    public boolean remove(DeviceId id) {
        return pairs.remove(id) != null;
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
        throw new UnsupportedOperationException();
    }

    @Override
    public void block(DeviceId id, String reason) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean unblock(DeviceId id) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Blocked> blocked() {
        return List.of();
    }

    @Override
    public Optional<Blocked> blocked(DeviceId id) {
        return Optional.empty();
    }

    @Override
    public Registration follow(Consumer<DeviceId> listener) {
        return () -> { };
    }

    /** No link of these tests needs a certificate of a real device. */
    private static final class NoThrowaways implements Throwaways {
        @Override
        public LinkCredentials fresh() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Epoch epoch() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void rotate() {
            throw new UnsupportedOperationException();
        }

        @Override
        public Registration follow(Consumer<Epoch> listener) {
            throw new UnsupportedOperationException();
        }
    }
}
