package dev.ferry.spi.security;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.SessionTerms;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Gives the terms of a session. Registered as a service with {@link Governs}. Where no profile governs a relationship, the core refuses the session and says which
 * bundle is missing.
 */
@ConsumerType
public interface SecurityProfile {
    /**
     * The terms for one session.
     *
     * @param relationship one that this profile governs, as authenticated on the link
     * @return the terms, the same for the same relationship until the profile's configuration changes
     * @throws IllegalArgumentException the relationship is not one this profile governs
     */
    SessionTerms terms(DeviceRelationship relationship);
}
