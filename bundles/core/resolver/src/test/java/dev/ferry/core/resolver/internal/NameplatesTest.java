package dev.ferry.core.resolver.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.Route;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NameplatesTest {
    private static final Route ROUTE = Resident.route("192.0.2.1:47900");
    private static final Route OTHER = Resident.route("192.0.2.2:47900");

    private final Map<Integer, List<Route>> seen = new ConcurrentHashMap<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private final Nameplates nameplates = new Nameplates(n -> {
        asked.countDown();
        return seen.getOrDefault(n, List.of());
    }, System::nanoTime);
    private final ExecutorService io = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        io.shutdownNow();
    }

    @Test
    void waits_for_the_nameplate_and_a_moment_for_the_rest_of_its_routes() throws Exception {
        Future<List<Route>> found = io.submit(() -> nameplates.await(7, Duration.ofSeconds(30), () -> ""));
        asked.await();
        seen.put(8, List.of(OTHER));
        nameplates.changed();
        seen.put(7, List.of(ROUTE));
        nameplates.changed();
        seen.put(7, List.of(ROUTE, OTHER));

        assertThat(found.get(20, TimeUnit.SECONDS)).containsExactly(ROUTE, OTHER);
    }

    @Test
    void says_what_may_be_in_the_way_when_nobody_shows_it() {
        assertThatThrownBy(() -> nameplates.await(7, Duration.ofMillis(1), () -> " No radio.")).isInstanceOfSatisfying(FerryException.class,
                e -> assertThat(e.problem()).isInstanceOfSatisfying(Problem.NotFound.class, p -> assertThat(p.message()).contains("begins with 7", "No radio.", "ticket")));
    }

    @Test
    void an_interrupt_ends_the_wait() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> nameplates.await(7, Duration.ofSeconds(30), () -> "")).isInstanceOf(InterruptedException.class);
    }
}
