package dev.ferry.discovery.mdns.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.spi.discovery.Advertiser;
import dev.ferry.spi.discovery.DiscoveryMethod;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** The shell that Declarative Services sees; the work is in {@link MdnsDiscovery}. */
@Component(name = MdnsComponent.PID, service = {DiscoveryProvider.class, Advertiser.class})
@DiscoveryMethod(id = "mdns")
public final class MdnsComponent implements DiscoveryProvider, Advertiser {
    static final String PID = "dev.ferry.discovery.mdns";

    /** See the README of this bundle. */
    @interface Config {
        String[] interfaces() default {};

        String loopback() default "auto";
    }

    private final MdnsDiscovery discovery;

    @Activate
    public MdnsComponent(Config config, @Reference(target = "(ferry.executor=io)") ExecutorService io,
                         @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer) {
        discovery = new MdnsDiscovery(MdnsSettings.of(config.interfaces(), config.loopback()), io, timer, System::nanoTime);
    }

    @Deactivate
    void stop() {
        discovery.close();
    }

    @Override
    public Registration browse(SightingSink sink) {
        return discovery.browse(sink);
    }

    @Override
    public Registration advertise(Advertisement advertisement) {
        return discovery.advertise(advertisement);
    }
}
