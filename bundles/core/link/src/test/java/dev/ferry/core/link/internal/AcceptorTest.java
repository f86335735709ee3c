package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.spi.transport.ListenRequest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a stranger is given before it has proved anything. */
class AcceptorTest {
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final List<Duration> deadlines = new CopyOnWriteArrayList<>();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1) {
        @Override
        public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
            deadlines.add(Duration.of(delay, unit.toChronoUnit()));
            return super.schedule(task, delay, unit);
        }
    };
    private final Device anna = new Device("anna");
    private final Windows windows = new Windows(Device.RANDOM, InstantSource.system(), timer, Runnable::run, () -> { });
    private final Acceptor acceptor = new Acceptor(anna.local(), windows, new Acquaintances(addresses -> { }), id -> Optional.empty(), io, timer);

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    private MemoryLink silent(Duration age) {
        MemoryLink link = MemoryLink.honest().server();
        link.isAsOldAs(age);
        acceptor.accepted(link);
        return link;
    }

    @Test
    void theTimeOfTheHandshakeIsTakenFromTheTimeOfTheGreeting() {
        MemoryLink link = silent(Duration.ofSeconds(9));
        Awaitility.await().until(() -> deadlines.size() == 1);
        assertThat(deadlines.get(0)).isEqualTo(Duration.ofSeconds(1));
        Awaitility.await().until(link::isClosed);
    }

    @Test
    void whoUsedUpItsTimeInTheHandshakeIsSentAwayAtOnce() {
        MemoryLink link = silent(Duration.ofSeconds(11));
        Awaitility.await().until(link::isClosed);
        assertThat(deadlines).allMatch(Duration::isNegative);
    }

    /** An eighth is kept for where pairs were met. */
    @Test
    void strangersInTheHandshakeAndInTheGreetingAreTogetherAtMost256() {
        List<MemoryLink> crowd = IntStream.range(0, 300).mapToObj(i -> silent(Duration.ZERO)).toList();
        long held = crowd.stream().filter(link -> !link.isClosed()).count();
        assertThat(held).isEqualTo(128 - 16);
        assertThat(held + 16 + ListenRequest.Limits.DEFAULT.handshakes()).isEqualTo(256);
        crowd.forEach(MemoryLink::close);
    }
}
