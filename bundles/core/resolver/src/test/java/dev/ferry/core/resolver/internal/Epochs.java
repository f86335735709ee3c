package dev.ferry.core.resolver.internal;

import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.Registration;
import dev.ferry.spi.transport.LinkCredentials;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Epochs that change when they are told to. */
public final class Epochs implements Throwaways {
    private final InstantSource clock;
    private final List<Consumer<Epoch>> followers = new CopyOnWriteArrayList<>();
    private volatile Epoch current;

    public Epochs(InstantSource clock) {
        this.clock = clock;
        rotate();
    }

    private record Keys(Ed25519Keys keys, String instance, Instant since) implements Epoch {
        @Override
        public byte[] publicKey() {
            return keys.publicKey();
        }

        @Override
        public byte[] sign(byte[] message) {
            return keys.sign(message);
        }
    }

    @Override
    public LinkCredentials fresh() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Epoch epoch() {
        return current;
    }

    @Override
    public void rotate() {
        Epoch next = new Keys(Ed25519Keys.generate(Person.RANDOM), Long.toString(Person.RANDOM.nextLong(1L << 50, 1L << 60), 36), clock.instant());
        current = next;
        followers.forEach(f -> f.accept(next));
    }

    @Override
    public Registration follow(Consumer<Epoch> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }
}
