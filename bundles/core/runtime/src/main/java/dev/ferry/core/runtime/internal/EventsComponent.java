package dev.ferry.core.runtime.internal;

import dev.ferry.core.runtime.Executors;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Ordered decisions as a service. */
@Component(service = Executor.class, property = Executors.PROPERTY + "=events")
public final class EventsComponent extends EventsExecutor {
    private static final Duration PATIENCE = Duration.ofMillis(400);

    @Activate
    public EventsComponent() {
        super(SharedExecutor::log);
    }

    @Deactivate
    void deactivate() {
        end(PATIENCE);
    }
}
