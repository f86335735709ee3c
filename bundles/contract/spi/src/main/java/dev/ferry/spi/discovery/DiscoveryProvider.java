package dev.ferry.spi.discovery;

import dev.ferry.model.Registration;
import org.osgi.annotation.versioning.ConsumerType;

/** One way to find devices. Registered as a service with {@link DiscoveryMethod}. */
@ConsumerType
public interface DiscoveryProvider {
    /**
     * Starts looking. Returns quickly or blocks up to ten seconds; work goes on in the plugin's own means until the registration is closed.
     *
     * <p>What cannot start now (no adapter, no interface) is told to the sink as trouble and tried again by the plugin; it is not an exception.
     *
     * @param sink takes what is seen; replaying everything known at the start is expected, duplicates are legal
     * @return closing it ends the search; afterwards the sink is not called any more
     */
    Registration browse(SightingSink sink);
}
