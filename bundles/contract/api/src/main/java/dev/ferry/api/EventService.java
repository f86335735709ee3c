package dev.ferry.api;

import dev.ferry.model.Registration;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/** Everything that happens, as typed events. The same events go to OSGi EventAdmin under {@link FerryEvent#topic()} where it is installed. */
@ProviderType
public interface EventService {
    /**
     * Follows all events from now on, in order. A listener that is more than 1,024 events behind loses the oldest progress events; if only others are left, it is closed.
     */
    Registration follow(Consumer<FerryEvent> listener);
}
