package dev.ferry.model;

import org.osgi.annotation.versioning.ConsumerType;

/** Something that is on until it is closed: cancel by closing what you were given. */
@ConsumerType
@FunctionalInterface
public interface Registration extends AutoCloseable {
    /** Ends it. Idempotent, any thread, never throws; when it returns, no new callback starts. */
    @Override
    void close();
}
