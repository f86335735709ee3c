package dev.ferry.discovery.mdns.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Everything here goes over the loopback interface alone, as for two devices on one machine without a network. */
class TwoDevicesOnLoopbackTest {
    private static final MdnsSettings LOOPBACK = MdnsSettings.of(new String[] {"lo"}, "never");

    private final String instance = Instances.random();
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final MdnsDiscovery alpha = new MdnsDiscovery(LOOPBACK, io, timer, System::nanoTime);
    private final MdnsDiscovery beta = new MdnsDiscovery(LOOPBACK, io, timer, System::nanoTime);
    private final RecordingSink sink = new RecordingSink();

    @AfterEach
    void close() {
        alpha.close();
        beta.close();
        timer.shutdown();
        io.shutdown();
    }

    @Test
    void find_each_other_within_three_seconds_and_part_within_five() {
        byte[] record = new byte[Advertisement.MAX_RECORD];
        RandomGenerator.getDefault().nextBytes(record);
        beta.browse(sink);

        Registration announced = alpha.advertise(advertisement(instance, record));

        assertThat(sink.await(Duration.ofSeconds(3), seen -> seen.shows(record))).isTrue();
        assertThat(sink.present().get("lo/4/" + instance)).satisfies(sighting -> {
            assertThat(sighting.record()).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(record));
            assertThat(sighting.routes()).containsExactly(new Route("tcp", "127.0.0.1:47900", Proximity.SAME_HOST));
            assertThat(sighting.details()).isEqualTo(Map.of("interface", "lo"));
        });

        announced.close();

        assertThat(sink.await(Duration.ofSeconds(5), seen -> !seen.shows(record))).isTrue();
    }

    @Test
    void a_device_that_came_first_is_found_at_once_by_one_that_looks_later() {
        byte[] record = instance.getBytes(StandardCharsets.US_ASCII);
        alpha.advertise(advertisement(instance, record));
        RecordingSink early = new RecordingSink();
        beta.browse(early);
        assertThat(early.await(Duration.ofSeconds(5), seen -> seen.shows(record))).isTrue();

        beta.browse(sink);

        assertThat(sink.await(Duration.ofSeconds(1), seen -> seen.shows(record))).isTrue();
    }

    @Test
    void a_device_does_not_find_itself() {
        String another = Instances.random();
        alpha.browse(sink);
        beta.advertise(advertisement(another, new byte[] {2}));
        alpha.advertise(advertisement(instance, new byte[] {1}));
        RecordingSink other = new RecordingSink();
        beta.browse(other);

        assertThat(other.await(Duration.ofSeconds(5), seen -> seen.present().containsKey("lo/4/" + instance))).isTrue();
        assertThat(sink.await(Duration.ofSeconds(5), seen -> seen.present().containsKey("lo/4/" + another))).isTrue();
        assertThat(sink.present()).doesNotContainKey("lo/4/" + instance);
    }

    /** The one who listens lives three times as fast, so that the long pauses between its questions who is there come soon. */
    @Test
    void a_device_that_stays_is_asked_now_and_then_and_is_not_lost() {
        byte[] record = instance.getBytes(StandardCharsets.US_ASCII);
        alpha.advertise(advertisement(instance, record));
        try (MdnsDiscovery hasty = new MdnsDiscovery(LOOPBACK, io, timer, () -> 3 * System.nanoTime())) {
            hasty.browse(sink);
            assertThat(sink.await(Duration.ofSeconds(5), seen -> seen.shows(record))).isTrue();

            assertThat(sink.await(Duration.ofSeconds(13), seen -> !seen.shows(record))).isFalse();
        }
    }

    private static Advertisement advertisement(String instance, byte[] record) {
        return new Advertisement(instance, record, List.of(new Route("tcp", "127.0.0.1:47900", Proximity.LAN)));
    }
}
