package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.model.Channel;
import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.LinkFacts;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RaceTest {
    private static final Route FIRST = new Route("tcp", "192.0.2.1:1", Proximity.LAN);
    private static final Route SECOND = new Route("tcp", "192.0.2.2:1", Proximity.LAN);
    private static final Duration LONG = Duration.ofSeconds(30);

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Map<Route, Race.Connector> connectors = new ConcurrentHashMap<>();

    @AfterEach
    void stop() {
        io.shutdownNow();
    }

    private static class CountingLink implements Link {
        private final CountDownLatch closed = new CountDownLatch(1);
        private final Route route;

        CountingLink(Route route) {
            this.route = route;
        }

        @Override
        public Channel channel() {
            throw new UnsupportedOperationException();
        }

        @Override
        public LinkFacts facts() {
            return new LinkFacts(true, new byte[1], new byte[1], route, "TLSv1.3", "c", "g", "p");
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    private Race race(Duration timeout, Route... routes) {
        return new Race(List.of(routes), connectors::get, io, System::nanoTime, timeout);
    }

    @Test
    void aHangingRouteDoesNotHoldUpTheNextOneAndIsInterruptedAtTheEnd() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        connectors.put(FIRST, t -> {
            try {
                new CountDownLatch(1).await();
                throw new AssertionError();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        });
        connectors.put(SECOND, t -> new CountingLink(SECOND));
        try (Race race = race(LONG, FIRST, SECOND)) {
            assertThat(race.next().orElseThrow().link().facts().route()).isEqualTo(SECOND);
        }
        assertThat(interrupted.await(5, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aFailedRouteLetsTheNextStartAtOnce() throws Exception {
        connectors.put(FIRST, t -> {
            throw new FerryException(new Problem.NetworkError(true, "refused"));
        });
        connectors.put(SECOND, t -> new CountingLink(SECOND));
        try (Race race = race(LONG, FIRST, SECOND)) {
            assertThat(race.next()).map(f -> f.link().facts().route()).contains(SECOND);
        }
    }

    @Test
    void aTransportThatFailsInWaysItMayNotLetsTheNextStartAtOnce() throws Exception {
        Route third = new Route("tcp", "192.0.2.3:1", Proximity.LAN);
        Route fourth = new Route("tcp", "192.0.2.4:1", Proximity.LAN);
        connectors.put(FIRST, t -> {
            throw new NoClassDefFoundError("com/example/Missing");
        });
        connectors.put(SECOND, t -> null);
        connectors.put(third, t -> new CountingLink(third) {
            @Override
            public LinkFacts facts() {
                throw new IllegalStateException("no facts");
            }
        });
        connectors.put(fourth, t -> new CountingLink(fourth));
        long begin = System.nanoTime();
        try (Race race = race(LONG, FIRST, SECOND, third, fourth)) {
            assertThat(race.next().orElseThrow().link().facts().route()).isEqualTo(fourth);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).as("nobody waited for what had failed").isLessThan(LONG);
    }

    @Test
    void aLinkThatComesUpAfterTheRaceIsClosed() throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        CountDownLatch dialling = new CountDownLatch(1);
        CountingLink late = new CountingLink(FIRST);
        connectors.put(FIRST, t -> {
            dialling.countDown();
            boolean there = false;
            while (!there) {
                try {
                    go.await();
                    there = true;
                } catch (InterruptedException e) {
                    // A stubborn transport that does not end when it is interrupted.
                }
            }
            return late;
        });
        Race race = race(LONG, FIRST);
        dialling.await();
        race.close();
        go.countDown();
        await().untilAsserted(() -> assertThat(late.closed.getCount()).isZero());
    }

    @Test
    void everyFailureIsCountedAndTheFirstIsTold() throws Exception {
        connectors.put(FIRST, t -> {
            throw new FerryException(new Problem.NetworkError(true, "no route to host"));
        });
        connectors.put(SECOND, t -> {
            throw new IllegalStateException("a transport with a bug");
        });
        try (Race race = race(LONG, FIRST, SECOND)) {
            assertThat(race.next()).isEqualTo(Optional.empty());
            assertThat(race.failure().problem().message()).contains("None of 2 routes");
        }
    }

    @Test
    void nobodyAnswersInTime() throws Exception {
        connectors.put(FIRST, t -> {
            new CountDownLatch(1).await();
            throw new AssertionError();
        });
        try (Race race = race(Duration.ofMillis(50), FIRST)) {
            assertThat(race.next()).isEmpty();
            assertThat(race.failure().problem()).isInstanceOf(Problem.TimeoutError.class);
        }
    }
}
