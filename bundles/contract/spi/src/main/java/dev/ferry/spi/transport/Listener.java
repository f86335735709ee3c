package dev.ferry.spi.transport;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ConsumerType;

/** An open listener. Closing it ends accepting; links made through it live on. */
@ConsumerType
public interface Listener extends Registration {
    /** Where this device can be reached through it now: one route for each local address. May change when interfaces do; asked again by the core. */
    List<Route> routes();

    /** The port in use, 0 for a transport that has none. */
    int port();

    /**
     * The addresses at which paired devices were met lately, at most 256: part of the room for unfinished handshakes SHOULD be kept for them, so that strangers who take all
     * the rest keep no pair out. They are no more trusted for it. Each call replaces what was said before. Called by the core on your own turn; returns at once.
     */
    default void expect(Set<InetAddress> addresses) { }
}
