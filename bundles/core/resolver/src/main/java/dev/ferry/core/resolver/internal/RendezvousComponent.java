package dev.ferry.core.resolver.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.Rendezvous;
import java.util.function.Consumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Meeting places as a service. */
@Component(service = Rendezvous.class)
public final class RendezvousComponent implements Rendezvous {
    private final Rendezvous rendezvous;

    @Activate
    public RendezvousComponent(@Reference ResolverComponent resolver) {
        rendezvous = resolver.neighbourhood().rendezvous();
    }

    @Override
    public Registration follow(Consumer<Secrets> listener) {
        return rendezvous.follow(listener);
    }
}
