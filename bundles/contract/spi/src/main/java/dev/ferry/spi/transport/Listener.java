package dev.ferry.spi.transport;

import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** An open listener. Closing it ends accepting; links made through it live on. */
@ConsumerType
public interface Listener extends Registration {
    /** Where this device can be reached through it now: one route for each local address. May change when interfaces do; asked again by the core. */
    List<Route> routes();

    /** The port in use, 0 for a transport that has none. */
    int port();
}
