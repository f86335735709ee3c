package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.model.Proximity;
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

/** The shell that Declarative Services sees; the work is in {@link BluetoothDiscovery}. */
@Component(name = BluetoothComponent.PID, service = {DiscoveryProvider.class, Advertiser.class})
@DiscoveryMethod(id = "bluetooth", proximity = Proximity.BLUETOOTH)
public final class BluetoothComponent implements DiscoveryProvider, Advertiser {
    static final String PID = "dev.ferry.discovery.bluetooth";

    /** See the README of this bundle. */
    @interface Config {
        String adapter() default "";

        String bus() default "";
    }

    private final BluetoothDiscovery discovery;

    @Activate
    public BluetoothComponent(Config config, @Reference(target = "(ferry.executor=io)") ExecutorService io,
                              @Reference(target = "(ferry.executor=timer)") ScheduledExecutorService timer) {
        discovery = new BluetoothDiscovery(BluetoothSettings.of(config.bus(), config.adapter()), io, timer, System::nanoTime);
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
