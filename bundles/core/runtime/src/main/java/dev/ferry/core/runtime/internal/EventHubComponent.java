package dev.ferry.core.runtime.internal;

import dev.ferry.api.EventService;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The event stream as a service, from both ends. */
@Component(service = {EventPublisher.class, EventService.class})
public final class EventHubComponent extends EventHub {
    @Activate
    public EventHubComponent(@Reference(target = Executors.IO) ExecutorService io, @Reference(target = Executors.TIMER) ScheduledExecutorService timer) {
        super(io, timer);
    }

    @Deactivate
    void deactivate() {
        close();
    }
}
