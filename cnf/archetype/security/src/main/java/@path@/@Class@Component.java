package @name@;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.security.Governs;
import dev.ferry.spi.security.SecurityProfile;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** What makes the class beside it a plugin: a service when the bundle starts, and a capability of the bundle. The ranking puts it before the installation's own profile. */
@Component(name = "@name@", property = "service.ranking:Integer=100")
@Governs(id = @Class@Profile.ID, relationships = @Class@Profile.RELATIONSHIP)
public final class @Class@Component implements SecurityProfile {
    /** The configuration with its defaults; each method is a key. A change of it makes a new component. */
    @interface Config {
        /** Most bytes received a second. */
        long bytesPerSecond() default @Class@Profile.BYTES_PER_SECOND;
    }

    private final @Class@Profile profile;

    @Activate
    public @Class@Component(Config config) {
        profile = new @Class@Profile(config.bytesPerSecond());
    }

    @Override
    public SessionTerms terms(DeviceRelationship relationship) {
        return profile.terms(relationship);
    }
}
