package dev.ferry.core.identity.internal;

import dev.ferry.api.TrustService;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.runtime.EventPublisher;
import java.time.InstantSource;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Changes of trust as a service. */
@Component(service = TrustService.class)
public final class TrustServiceComponent extends TrustChanges {
    @Activate
    public TrustServiceComponent(@Reference TrustStore store, @Reference EventPublisher events, @Reference InstantSource clock) {
        super(store, events, clock);
    }
}
