package dev.ferry.discovery.fixed.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryMethod;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/**
 * What makes the class beside it a plugin. {@code @Component} registers it as a service when the bundle starts, {@code @DiscoveryMethod} says which method it is, as
 * service properties and as a capability of the bundle. All work is in {@link FixedDiscovery}, which knows nothing of OSGi and is tested without it.
 */
@Component(name = FixedComponent.PID)
@DiscoveryMethod(id = "fixed")
public final class FixedComponent implements DiscoveryProvider {
    /** Under this name the configuration is kept. */
    static final String PID = "dev.ferry.discovery.fixed";

    private static final Duration ROUND = Duration.ofMinutes(1);

    /** The configuration with its defaults; each method is a key. A change of it makes a new component. */
    @interface Config {
        /** Devices, each {@code host:port} or {@code label=host:port}. */
        String[] hosts() default {};
    }

    private final FixedDiscovery discovery;

    /** What must be there is asked for here. Threads are the core's: a plugin makes none. */
    @Activate
    public FixedComponent(Config config, @Reference(target = "(ferry.executor=io)") ExecutorService io,
                          @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer) {
        discovery = new FixedDiscovery(List.of(config.hosts()), ROUND, io, timer);
    }

    @Deactivate
    void stop() {
        discovery.close();
    }

    @Override
    public Registration browse(SightingSink sink) {
        return discovery.browse(sink);
    }
}
