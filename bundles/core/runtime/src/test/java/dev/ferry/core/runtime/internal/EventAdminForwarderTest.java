package dev.ferry.core.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.osgi.service.event.Event;
import org.osgi.service.event.EventAdmin;
import org.osgi.service.event.EventConstants;

class EventAdminForwarderTest {
    private final List<Event> posted = new CopyOnWriteArrayList<>();

    /** Notes what is posted; nothing may be sent, because that waits for the handlers. */
    private final EventAdmin admin = new EventAdmin() {
        @Override
        public void postEvent(Event event) {
            posted.add(event);
        }

        @Override
        public void sendEvent(Event event) {
            throw new AssertionError("sent");
        }
    };

    @Test
    void each_event_is_posted_under_its_topic_until_eventadmin_goes() {
        IoExecutor io = new IoExecutor(4, SharedExecutor::log);
        TimerExecutor timer = new TimerExecutor(SharedExecutor::log);
        EventHub hub = new EventHub(io, timer);
        FerryEvent notice = new FerryEvent.Notice(Instant.ofEpochMilli(1_234), "test", "A notice.");
        EventAdminForwarder forwarder = new EventAdminForwarder(hub, admin);
        hub.publish(notice);
        await().until(() -> posted.size() == 1);
        assertThat(posted.get(0).getTopic()).isEqualTo("dev/ferry/notice");
        assertThat(posted.get(0).getProperty(EventAdminForwarder.EVENT)).isSameAs(notice);
        assertThat(posted.get(0).getProperty(EventConstants.TIMESTAMP)).isEqualTo(1_234L);
        forwarder.deactivate();
        List<FerryEvent> other = new CopyOnWriteArrayList<>();
        hub.follow(other::add);
        hub.publish(notice);
        await().until(() -> other.size() == 1);
        assertThat(posted).hasSize(1);
        io.end(Duration.ofMillis(300));
        timer.end(Duration.ofMillis(300));
    }
}
