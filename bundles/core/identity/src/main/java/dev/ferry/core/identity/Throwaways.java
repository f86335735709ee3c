package dev.ferry.core.identity;

import dev.ferry.model.Registration;
import dev.ferry.spi.transport.LinkCredentials;
import java.time.Instant;
import java.util.function.Consumer;

/** Keys that do not last: for links and for adverts. */
public interface Throwaways {
    /** A new P-256 key and certificate for one link. */
    LinkCredentials fresh();

    /** The current discovery epoch, 15 min ± 2 min or until the network changes. */
    Epoch epoch();

    /** Ends the current epoch, because the network changed. */
    void rotate();

    /** Tells of each new epoch: return at once. */
    Registration follow(Consumer<Epoch> listener);

    /** One discovery epoch. */
    interface Epoch {
        /** Random instance name, {@code [a-z0-9]{16}}. */
        String instance();

        /** 32-byte Ed25519 public key of this epoch alone. */
        byte[] publicKey();

        byte[] sign(byte[] message);

        Instant since();
    }
}
