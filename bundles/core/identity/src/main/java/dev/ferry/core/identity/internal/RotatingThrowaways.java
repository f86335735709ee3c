package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.protocol.crypto.Ed25519Keys;
import dev.ferry.model.Registration;
import dev.ferry.spi.transport.LinkCredentials;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Epochs of 15 min ± 2 min (security.md, "Discovery privacy"), so that what is announced cannot be followed and does not change on the same minute everywhere. */
class RotatingThrowaways implements Throwaways, AutoCloseable {
    private static final Duration SHORTEST = Duration.ofMinutes(13);
    private static final Duration SPREAD = Duration.ofMinutes(4);
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int INSTANCE = 16;

    private final SecureRandom random;
    private final InstantSource clock;
    private final ScheduledExecutorService timer;
    private final List<Consumer<Epoch>> followers = new CopyOnWriteArrayList<>();
    private CurrentEpoch current;
    private ScheduledFuture<?> next;
    private boolean closed;

    RotatingThrowaways(SecureRandom random, InstantSource clock, ScheduledExecutorService timer) {
        this.random = random;
        this.clock = clock;
        this.timer = timer;
        rotate();
    }

    private record CurrentEpoch(String instance, Ed25519Keys keys, Instant since) implements Epoch {
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
        return SelfSigned.make(random);
    }

    @Override
    public synchronized Epoch epoch() {
        return current;
    }

    @Override
    public void rotate() {
        CurrentEpoch made = new CurrentEpoch(instance(), Ed25519Keys.generate(random), clock.instant());
        synchronized (this) {
            if (closed) {
                return;
            }
            // The old key is not wiped here: whoever holds the epoch may still be signing. It is unreachable soon.
            current = made;
            if (next != null) {
                next.cancel(false);
            }
            long millis = SHORTEST.toMillis() + random.nextLong(SPREAD.toMillis());
            next = timer.schedule(this::rotate, millis, TimeUnit.MILLISECONDS);
        }
        followers.forEach(f -> f.accept(made));
    }

    private String instance() {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < INSTANCE; i++) {
            name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return name.toString();
    }

    @Override
    public Registration follow(Consumer<Epoch> listener) {
        followers.add(listener);
        return () -> followers.remove(listener);
    }

    @Override
    public synchronized void close() {
        closed = true;
        next.cancel(false);
        current.keys().close();
    }
}
