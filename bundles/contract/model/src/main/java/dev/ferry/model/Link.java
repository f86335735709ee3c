package dev.ferry.model;

import java.time.Duration;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * An encrypted connection to one other device, made by a transport. Both sides have shown a throwaway certificate and proved possession of its key;
 * <em>who</em> they are is proved inside, by the core, with a signature that covers both certificates.
 *
 * <p>Closing the link closes its channel. Any thread may call any method.
 */
@ConsumerType
public interface Link extends AutoCloseable {
    /** The bytes. Always the same object. */
    Channel channel();

    /** What was negotiated and with whom. Fixed once the link exists. */
    LinkFacts facts();

    /**
     * What is sent from now on is so urgent. A wish to the network, marked on the packets where the medium has such marks; others ignore it, as this default does.
     * Returns at once.
     */
    default void urgency(Urgency urgency) { }

    /**
     * How long ago the other side was let in, or dialled: its handshake has taken a part of the time that a stranger is given altogether. Never negative. This default
     * is for media whose links exist at once.
     */
    default Duration age() {
        return Duration.ZERO;
    }

    /**
     * How long the medium itself takes to the other side and back, by its own measure: the time that either device needs for an answer is not in it. Empty where it does
     * not know, as here. Returns at once.
     */
    default Optional<Duration> roundTrip() {
        return Optional.empty();
    }

    /** Closes at once; idempotent. */
    @Override
    void close();
}
