package dev.ferry.discovery.dht.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Rendezvous;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The core's part: secrets that a test sets. */
final class AgreedPlaces implements Rendezvous {
    private final List<Consumer<Secrets>> listeners = new ArrayList<>();
    private Secrets secrets;

    AgreedPlaces(List<byte[]> announced, List<byte[]> sought) {
        this.secrets = new Secrets(announced, sought);
    }

    static byte[] secret(int number) {
        byte[] secret = new byte[SECRET_LENGTH];
        secret[0] = (byte) number;
        return secret;
    }

    synchronized void set(List<byte[]> announced, List<byte[]> sought) {
        secrets = new Secrets(announced, sought);
        listeners.forEach(listener -> listener.accept(secrets));
    }

    @Override
    public synchronized Registration follow(Consumer<Secrets> listener) {
        listeners.add(listener);
        listener.accept(secrets);
        return () -> {
            synchronized (this) {
                listeners.remove(listener);
            }
        };
    }
}
