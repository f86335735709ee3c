package dev.ferry.security.ephemeral.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.SessionTerms;
import dev.ferry.security.ephemeral.internal.EphemeralSettings.Promises;
import dev.ferry.spi.security.Governs;
import dev.ferry.spi.security.SecurityProfile;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Modified;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The shell that Declarative Services sees; the terms are in {@link EphemeralProfile}. */
@Component(name = EphemeralComponent.PID)
@Governs(id = EphemeralProfile.ID, relationships = "unknown")
public final class EphemeralComponent implements SecurityProfile {
    static final String PID = "dev.ferry.security.ephemeral";

    private static final Logger LOG = LoggerFactory.getLogger(EphemeralComponent.class);

    /** See the README of this bundle. */
    @interface Config {
        boolean requireExplicitConsent() default true;

        boolean perfectForwardSecrecy() default true;

        boolean autoDeleteKeys() default true;

        boolean history() default false;

        boolean resumable() default false;

        long bytesPerSecond() default EphemeralSettings.BYTES_PER_SECOND;

        long codeBytesPerSecond() default 0;

        long maxFileBytes() default EphemeralSettings.MAX_FILE_BYTES;

        int timeoutMinutes() default EphemeralSettings.TIMEOUT_MINUTES;

        int streams() default EphemeralSettings.STREAMS;

        int chunkBytes() default EphemeralSettings.CHUNK_BYTES;

        String codeMetadata() default "times";
    }

    private volatile EphemeralProfile profile;

    /** @throws FerryException the configuration is refused; without a profile the relationship carries nothing */
    @Activate
    public EphemeralComponent(Config config) throws FerryException {
        profile = EphemeralProfile.of(settings(config));
    }

    /** Keeps the terms as they were where the new configuration is refused. */
    @Modified
    void modified(Config config) {
        try {
            profile = EphemeralProfile.of(settings(config));
        } catch (FerryException refused) {
            LOG.error("{} The terms stay as they were.", refused.getMessage());
        }
    }

    private static EphemeralSettings settings(Config config) throws FerryException {
        Promises promises = new Promises(config.requireExplicitConsent(), config.perfectForwardSecrecy(), config.autoDeleteKeys(), config.history(),
                config.resumable());
        return new EphemeralSettings(promises, config.bytesPerSecond(), config.codeBytesPerSecond(), config.maxFileBytes(), config.timeoutMinutes(),
                config.streams(), config.chunkBytes(), EphemeralProfile.metadata(config.codeMetadata()));
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        return profile.terms(relationship);
    }
}
