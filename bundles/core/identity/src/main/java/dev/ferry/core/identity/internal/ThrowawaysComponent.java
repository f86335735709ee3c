package dev.ferry.core.identity.internal;

import dev.ferry.core.identity.Throwaways;
import dev.ferry.core.runtime.Executors;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Throwaway keys as a service. */
@Component(service = Throwaways.class)
public final class ThrowawaysComponent extends RotatingThrowaways {
    @Activate
    public ThrowawaysComponent(@Reference InstantSource clock, @Reference(target = Executors.TIMER) ScheduledExecutorService timer) {
        super(new SecureRandom(), clock, timer);
    }

    @Deactivate
    void deactivate() {
        close();
    }
}
