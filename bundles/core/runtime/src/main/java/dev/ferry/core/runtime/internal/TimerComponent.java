package dev.ferry.core.runtime.internal;

import dev.ferry.core.runtime.Executors;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Timers as a service. */
@Component(service = ScheduledExecutorService.class, property = Executors.PROPERTY + "=timer")
public final class TimerComponent extends TimerExecutor {
    private static final Duration PATIENCE = Duration.ofMillis(400);

    @Activate
    public TimerComponent() {
        super(SharedExecutor::log);
    }

    @Deactivate
    void deactivate() {
        end(PATIENCE);
    }
}
