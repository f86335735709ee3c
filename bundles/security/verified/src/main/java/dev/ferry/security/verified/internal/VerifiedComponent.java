package dev.ferry.security.verified.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.security.Governs;
import dev.ferry.spi.security.SecurityProfile;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell that Declarative Services sees; the terms are in {@link VerifiedProfile}. */
@Component(name = VerifiedComponent.PID)
@Governs(id = VerifiedProfile.ID, relationships = {"verified", "unverified"})
public final class VerifiedComponent implements SecurityProfile {
    static final String PID = "dev.ferry.security.verified";

    private static final Logger LOG = LoggerFactory.getLogger(VerifiedComponent.class);

    /** See the README of this bundle. */
    @interface Config {
        String[] features() default {};

        int streams() default VerifiedSettings.STREAMS;

        long compressFrom() default VerifiedSettings.COMPRESS_FROM;

        long bytesPerSecond() default 0;

        int linkLifeMinutes() default VerifiedSettings.LINK_LIFE_MINUTES;

        long unverifiedBytesPerSecond() default VerifiedSettings.UNVERIFIED_BYTES_PER_SECOND;
    }

    private volatile VerifiedProfile profile;

    /** @throws FerryException the configuration is refused; without a profile the relationship carries nothing */
    @Activate
    public VerifiedComponent(Config config) throws FerryException {
        profile = VerifiedProfile.of(settings(config));
    }

    /** Keeps the terms as they were where the new configuration is refused. */
    @Modified
    void modified(Config config) {
        try {
            profile = VerifiedProfile.of(settings(config));
        } catch (FerryException refused) {
            LOG.error("{} The terms stay as they were.", refused.getMessage());
        }
    }

    private static VerifiedSettings settings(Config config) throws FerryException {
        return new VerifiedSettings(VerifiedProfile.features(config.features()), config.streams(), config.compressFrom(), config.bytesPerSecond(),
                config.linkLifeMinutes(), config.unverifiedBytesPerSecond());
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        return profile.terms(relationship);
    }
}
