package dev.ferry.core.resolver.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Scans;
import java.util.List;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Tickets that are being used, as a service. */
@Component(service = Scans.class)
public final class ScansComponent implements Scans {
    private final Scans scans;

    @Activate
    public ScansComponent(@Reference ResolverComponent resolver) {
        scans = resolver.neighbourhood().scans();
    }

    @Override
    public Registration follow(Consumer<List<Scan>> listener) {
        return scans.follow(listener);
    }
}
