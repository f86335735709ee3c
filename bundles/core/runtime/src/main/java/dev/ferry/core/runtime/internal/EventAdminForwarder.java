package dev.ferry.core.runtime.internal;

import dev.ferry.api.EventService;
import dev.ferry.api.FerryEvent;
import dev.ferry.model.Registration;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

/**
 * Hands every event to EventAdmin while there is one: the record itself under {@value #EVENT}, its time in milliseconds under {@value EventConstants#TIMESTAMP}.
 * A follower like any other, so an EventAdmin that hangs stalls nobody.
 */
@Component(service = { })
public final class EventAdminForwarder {
    static final String EVENT = "ferry.event";

    private final Registration following;

    @Activate
    public EventAdminForwarder(@Reference EventService events, @Reference EventAdmin admin) {
        following = events.follow(event -> admin.postEvent(toAdmin(event)));
    }

    private static Event toAdmin(FerryEvent event) {
        return new Event(event.topic(), Map.of(EVENT, event, EventConstants.TIMESTAMP, event.time().toEpochMilli()));
    }

    @Deactivate
    void deactivate() {
        following.close();
    }
}
