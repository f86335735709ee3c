package dev.ferry.core.identity.internal;

import dev.ferry.api.FerryEvent;
import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.runtime.EventPublisher;
import dev.ferry.core.runtime.Executors;
import dev.ferry.core.runtime.Home;
import dev.ferry.model.FerryException;
import java.time.InstantSource;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** This home's trust store as a service; a guest gets an empty one that forgets. */
@Component(service = {TrustStore.class, FileTrustStore.class})
public final class TrustStoreComponent extends FileTrustStore {
    private static final Logger LOG = LoggerFactory.getLogger(TrustStoreComponent.class);

    private final LeaseWatch watch;

    @Activate
    public TrustStoreComponent(@Reference Home home, @Reference EventPublisher events, @Reference InstantSource clock,
            @Reference(target = Executors.TIMER) ScheduledExecutorService timer, @Reference(target = Executors.IO) ExecutorService io) throws FerryException {
        super(home.guest() ? forgetful() : open(home.state(), sentence -> {
            LOG.error(sentence);
            events.publish(new FerryEvent.Notice(clock.instant(), "trust-damaged", sentence));
        }), clock);
        this.watch = new LeaseWatch(this, timer, io, device -> pair(device).ifPresent(pair -> events.publish(
                new FerryEvent.TrustChanged(clock.instant(), device, "trust " + pair.trust().name().toLowerCase(Locale.ROOT) + ", as its time is over"))));
        follow(changed -> watch.wake());
        watch.wake();
    }

    @Deactivate
    void deactivate() {
        watch.close();
    }
}
