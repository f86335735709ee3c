package @name@;

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

/** What makes the class beside it a plugin: a service when the bundle starts, and a capability of the bundle. */
@Component(name = "@name@")
@DiscoveryMethod(id = "@id@")
public final class @Class@Component implements DiscoveryProvider {
    /** The configuration with its defaults; each method is a key. A change of it makes a new component. */
    @interface Config {
        /** Literal addresses with ports. */
        String[] addresses() default {};
    }

    private final @Class@Discovery discovery;

    /** What must be there is asked for here. Threads are Ferry's: a plugin makes none. */
    @Activate
    public @Class@Component(Config config, @Reference(target = "(ferry.executor=io)") ExecutorService io,
            @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer) {
        discovery = new @Class@Discovery(List.of(config.addresses()), Duration.ofMinutes(1), io, timer);
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
