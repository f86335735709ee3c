package dev.ferry.discovery.bluetooth.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Advertisement;
import dev.ferry.tck.discovery.RecordingSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the plugin costs on a machine without a message bus: no thread, no connection, one look now and then. */
@Timeout(60)
class AbsentRadioTest {
    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final StandingTimer timer = new StandingTimer();
    private final RecordingSink sink = new RecordingSink();
    private final BluetoothDiscovery discovery = new BluetoothDiscovery(
            new BluetoothSettings("unix:path=/nowhere/bus", "", Duration.ofSeconds(30), Duration.ofSeconds(5)), io, timer, System::nanoTime);

    /** Keeps what it is to do until it is told to do it. */
    private static final class StandingTimer extends ScheduledThreadPoolExecutor {
        private record Waiting(Duration delay, boolean again, Runnable task, ScheduledFuture<?> future) { }

        private final List<Waiting> all = new ArrayList<>();

        StandingTimer() {
            super(1);
            prestartAllCoreThreads();
        }

        @Override
        public synchronized ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            return kept(task, Duration.of(delay, unit.toChronoUnit()), false);
        }

        @Override
        public synchronized ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
            return kept(task, Duration.of(initial, unit.toChronoUnit()), true);
        }

        private ScheduledFuture<?> kept(Runnable task, Duration delay, boolean again) {
            ScheduledFuture<?> never = super.schedule(() -> { }, 365, TimeUnit.DAYS);
            all.add(new Waiting(delay, again, task, never));
            return never;
        }

        synchronized List<Waiting> waiting() {
            return all.stream().filter(each -> !each.future().isCancelled()).toList();
        }

        /** The time of the only thing that waits has come. @return how long that was */
        Duration ring() {
            assertThat(waiting()).hasSize(1);
            Waiting next = waiting().get(0);
            assertThat(next.again()).as("repeated by itself").isFalse();
            next.future().cancel(false);
            next.task().run();
            return next.delay();
        }
    }

    @AfterEach
    void stop() {
        discovery.close();
        io.shutdown();
        timer.shutdownNow();
    }

    /** What was handed to the one io thread until now, and what that handed on, is done. */
    private void settle() throws Exception {
        for (int i = 0; i < 4; i++) {
            io.submit(() -> { }).get();
        }
    }

    private Registration announce() {
        return discovery.advertise(new Advertisement("abcdefgh", new byte[] {1, 2}, List.of(new Route("tcp", "192.168.7.7:47900", Proximity.LAN))));
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream().filter(thread -> !thread.isDaemon() || thread.getName().contains("DBus")).collect(Collectors.toSet());
    }

    @Test
    void whereNothingIsWantedNothingWaits() throws Exception {
        settle();
        assertThat(timer.waiting()).isEmpty();

        Registration browsing = discovery.browse(sink);
        Registration announced = announce();
        settle();
        browsing.close();
        settle();
        announced.close();
        settle();

        assertThat(timer.waiting()).isEmpty();
    }

    @Test
    void aBusThatIsNotThereIsLookedForEverMoreSeldomAndByNoThread() throws Exception {
        settle();
        Set<Thread> before = threads();
        discovery.browse(sink);
        announce();
        settle();

        List<Long> pauses = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            pauses.add(timer.ring().toSeconds());
            settle();
        }

        assertThat(pauses.subList(0, 6)).containsExactly(5L, 10L, 20L, 40L, 60L, 60L);
        assertThat(pauses.subList(6, 50)).containsOnly(60L);
        assertThat(threads()).isEqualTo(before);
        assertThat(sink.calls()).as("told once").singleElement().satisfies(call -> {
            assertThat(call.name()).isEqualTo("trouble");
            assertThat(call.text()).startsWith("This machine has no message bus at /nowhere/bus");
        });
    }

    @Test
    void afterTheEndNothingWaits() throws Exception {
        discovery.browse(sink);
        settle();
        assertThat(timer.waiting()).hasSize(1);

        discovery.close();
        settle();

        assertThat(timer.waiting()).isEmpty();
    }
}
