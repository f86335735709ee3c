package dev.ferry.core.identity.internal;

import dev.ferry.api.IdentityService;
import dev.ferry.core.runtime.Home;
import java.security.SecureRandom;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Export and import of the identity as a service. */
@Component(service = IdentityService.class)
public final class IdentityArchiveComponent extends IdentityArchive {
    @Activate
    public IdentityArchiveComponent(@Reference Home home, @Reference FileTrustStore trust) {
        super(home.state(), home.guest(), trust, new SecureRandom());
    }
}
