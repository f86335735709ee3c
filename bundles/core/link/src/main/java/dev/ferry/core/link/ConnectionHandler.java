package dev.ferry.core.link;

/**
 * Takes accepted connections of one purpose. A service with the property {@value #PURPOSE}: the name of a {@link dev.ferry.core.protocol.crypto.Purpose}. Where no handler
 * is registered the connection ends after authentication with a generic goodbye.
 */
public interface ConnectionHandler {
    String PURPOSE = "ferry.purpose";

    /** Runs on an io thread of its own and may use it until the connection ends. Owns the connection. */
    void accepted(Connection connection);
}
