package dev.ferry.security.trusted.internal;

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

/** The shell that Declarative Services sees; the terms are in {@link TrustedProfile}. */
@Component(name = TrustedComponent.PID)
@Governs(id = TrustedProfile.ID, relationships = "trusted")
public final class TrustedComponent implements SecurityProfile {
    static final String PID = "dev.ferry.security.trusted";

    private static final Logger LOG = LoggerFactory.getLogger(TrustedComponent.class);

    /** See the README of this bundle. */
    @interface Config {
        boolean autoAccept() default true;

        String[] features() default {"MOVE", "REFERENCE", "SYNC"};

        int streams() default TrustedSettings.STREAMS;

        long compressFrom() default TrustedSettings.COMPRESS_FROM;

        long bytesPerSecond() default 0;

        int linkLifeMinutes() default TrustedSettings.LINK_LIFE_MINUTES;
    }

    private volatile TrustedProfile profile;

    /** @throws FerryException the configuration is refused; without a profile the relationship carries nothing */
    @Activate
    public TrustedComponent(Config config) throws FerryException {
        profile = TrustedProfile.of(settings(config));
    }

    /** Keeps the terms as they were where the new configuration is refused. */
    @Modified
    void modified(Config config) {
        try {
            profile = TrustedProfile.of(settings(config));
        } catch (FerryException refused) {
            LOG.error("{} The terms stay as they were.", refused.getMessage());
        }
    }

    private static TrustedSettings settings(Config config) throws FerryException {
        return new TrustedSettings(config.autoAccept(), TrustedProfile.features(config.features()), config.streams(), config.compressFrom(),
                config.bytesPerSecond(), config.linkLifeMinutes());
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        return profile.terms(relationship);
    }
}
