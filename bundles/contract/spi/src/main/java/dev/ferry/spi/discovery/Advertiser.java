package dev.ferry.spi.discovery;

import dev.ferry.model.Registration;
import org.osgi.annotation.versioning.ConsumerType;

/** A discovery method that can also announce this device. Registered as a service beside {@link DiscoveryProvider}, with {@link DiscoveryMethod}. */
@ConsumerType
public interface Advertiser {
    /**
     * Announces until the registration is closed. To change what is announced the core opens the new one and closes the old one: every identifier a
     * plugin makes up (host name, instance name, port, address) changes in the same instant.
     *
     * @param advertisement what to announce; nothing else about this device may leave it
     * @return closing it withdraws the announcement
     */
    Registration advertise(Advertisement advertisement);
}
