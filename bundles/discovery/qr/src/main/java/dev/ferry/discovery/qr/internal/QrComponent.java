package dev.ferry.discovery.qr.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryMethod;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Scans;
import dev.ferry.spi.discovery.SightingSink;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Makes {@link QrDiscovery} a plugin. */
@Component(name = QrComponent.PID)
@DiscoveryMethod(id = "qr")
public final class QrComponent implements DiscoveryProvider {
    static final String PID = "dev.ferry.discovery.qr";

    private final QrDiscovery discovery;

    @Activate
    public QrComponent(@Reference Scans scans, @Reference(target = "(ferry.executor=io)") ExecutorService io, @Reference InstantSource clock) {
        discovery = new QrDiscovery(scans, InetAddress::getAllByName, io, clock);
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
