package dev.ferry.core.link.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.core.link.Links.Window;
import dev.ferry.core.link.Links.WindowRequest;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.runtime.PluginLane;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import dev.ferry.model.Link;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.Route;
import dev.ferry.spi.transport.LinkCredentials;
import dev.ferry.spi.transport.LinkSink;
import dev.ferry.spi.transport.ListenRequest;
import dev.ferry.spi.transport.Listener;
import dev.ferry.spi.transport.Transport;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** One transport's fault is one transport's fault: the others listen, codes are shown, and the fault is named. Real threads, because hanging needs them. */
class HostileTransportsTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Route GOOD = new Route("good", "192.0.2.1:1", Proximity.LAN);

    private final ExecutorService io = Executors.newCachedThreadPool();
    private final Bell timer = new Bell();
    private final CountDownLatch released = new CountDownLatch(1);
    private final Map<String, byte[]> ports = new ConcurrentHashMap<>();
    private final Switchboard board = new Switchboard(new Switchboard.Setup(new Device("anna").local(), OptionalInt.empty(), Optional.empty(), new Ports(OptionalInt.empty(), store()),
            id -> Optional.empty(), io, timer, InstantSource.system()));

    @AfterEach
    void stop() {
        released.countDown();
        board.close();
        io.shutdownNow();
        timer.shutdownNow();
    }

    /** Rings for calls that take too long when the test says so. */
    private static final class Bell extends ScheduledThreadPoolExecutor {
        private final Queue<Runnable> held = new ConcurrentLinkedQueue<>();

        Bell() {
            super(1);
        }

        @Override
        public ScheduledFuture<?> schedule(Runnable command, long delay, TimeUnit unit) {
            if (unit.toMillis(delay) != PluginLane.BUDGET.toMillis()) {
                return super.schedule(command, delay, unit);
            }
            held.add(command);
            return super.schedule(() -> { }, 1, TimeUnit.DAYS);
        }

        void ring() {
            held.forEach(Runnable::run);
        }
    }

    private Store store() {
        Records records = new Records() {
            @Override
            public Optional<byte[]> get(String key) {
                return Optional.ofNullable(ports.get(key));
            }

            @Override
            public void put(String key, byte[] value) {
                ports.put(key, value);
            }

            @Override
            public void remove(String key) {
                ports.remove(key);
            }

            @Override
            public void forEach(BiConsumer<String, byte[]> visitor) {
                ports.forEach(visitor);
            }
        };
        return new Store() {
            @Override
            public Records records(String name) {
                return records;
            }

            @Override
            public void commit() { }
        };
    }

    /** Listens as it is told to; dials nobody. */
    private interface Listening extends Transport {
        @Override
        default Link connect(Route route, LinkCredentials credentials, Duration timeout) throws FerryException {
            throw new FerryException(new Problem.NetworkError(true, "Nobody is there."));
        }
    }

    private static class Quiet implements Listener {
        private final List<Route> routes;
        private final AtomicInteger closed = new AtomicInteger();

        Quiet(Route... routes) {
            this.routes = List.of(routes);
        }

        @Override
        public List<Route> routes() {
            return routes;
        }

        @Override
        public int port() {
            return 1;
        }

        @Override
        public void close() {
            closed.incrementAndGet();
        }
    }

    private static Listening with(Listener listener) {
        return (request, sink) -> listener;
    }

    private void foreverHere() {
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                // It does not care.
            }
        }
    }

    private List<Route> routes() {
        return board.presence().routes();
    }

    private Optional<String> trouble(String id) {
        return Optional.ofNullable(board.presence().troubles().get(id));
    }

    /** What listening is for. */
    private void codesAreShown() throws FerryException {
        try (Window window = board.open(new WindowRequest(Purpose.PAIR, "anna", Duration.ofMinutes(1), joined -> { }, ended -> { }))) {
            assertThat(window.code()).isNotNull();
        }
    }

    private void goodListens() {
        board.add("good", with(new Quiet(GOOD)));
        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).contains(GOOD));
    }

    @Test
    void one_that_throws_is_named_and_the_others_listen() throws FerryException {
        board.add("broken", (Listening) (request, sink) -> {
            throw new IllegalStateException("cannot listen at all");
        });
        board.add("halved", (Listening) (request, sink) -> {
            throw new NoClassDefFoundError("com/example/Missing");
        });
        board.add("empty", with(null));
        goodListens();

        await().atMost(SOON).untilAsserted(() -> {
            assertThat(trouble("broken")).hasValueSatisfying(t -> assertThat(t).contains("broken", "cannot listen at all"));
            assertThat(trouble("halved")).hasValueSatisfying(t -> assertThat(t).contains("com/example/Missing"));
            assertThat(trouble("empty")).isPresent();
        });
        codesAreShown();
        assertThat(trouble("broken")).as("that it is left alone now is no cure").isPresent();
        assertThat(trouble("good")).isEmpty();
    }

    @Test
    void one_that_throws_once_it_listens_takes_nothing_from_the_others() throws FerryException {
        board.add("later", with(new Quiet() {
            @Override
            public List<Route> routes() {
                throw new IllegalStateException("routes are broken");
            }

            @Override
            public void close() {
                throw new IllegalStateException("close is broken");
            }
        }));
        goodListens();

        await().atMost(SOON).untilAsserted(() -> assertThat(trouble("later")).hasValueSatisfying(t -> assertThat(t).contains("routes are broken")));
        codesAreShown();
    }

    @Test
    void one_that_hangs_holds_up_nobody_and_is_named_after_ten_seconds() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        board.add("stuck", (Listening) (request, sink) -> {
            asked.countDown();
            foreverHere();
            return new Quiet();
        });
        assertThat(asked.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        goodListens();

        timer.ring();

        assertThat(trouble("stuck")).hasValueSatisfying(t -> assertThat(t).contains("stuck", "10 seconds"));
        // Waits for nobody who is known to hang.
        long begin = System.nanoTime();
        codesAreShown();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void one_that_hangs_at_its_end_is_gone_all_the_same() throws Exception {
        Route stuck = new Route("stuck", "192.0.2.2:2", Proximity.LAN);
        CountDownLatch closing = new CountDownLatch(1);
        Listening clings = with(new Quiet(stuck) {
            @Override
            public void close() {
                closing.countDown();
                foreverHere();
            }
        });
        board.add("stuck", clings);
        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).contains(stuck));

        board.remove("stuck", clings);

        assertThat(routes()).doesNotContain(stuck);
        assertThat(closing.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        goodListens();
        codesAreShown();
    }

    @Test
    void what_it_lies_about_is_not_believed() {
        Route[] crowd = IntStream.range(0, 1000).mapToObj(i -> new Route("liar", "192.0.2.9:" + (i + 1), Proximity.LAN)).toArray(Route[]::new);
        board.add("liar", with(new Quiet(crowd) {
            @Override
            public int port() {
                return -7;
            }
        }));
        board.add("thief", with(new Quiet(new Route("good", "192.0.2.66:66", Proximity.SAME_HOST))));
        goodListens();

        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).anyMatch(r -> r.transport().equals("liar")));
        assertThat(routes()).as("so many addresses has no device").hasSizeLessThan(100);
        assertThat(routes()).as("no routes of another transport").noneMatch(r -> r.address().equals("192.0.2.66:66"));
        assertThat(ports).as("a port that there is none of is not asked for again").doesNotContainKey("liar");
    }

    @Test
    void of_two_of_one_name_the_first_is_used_and_then_the_other() throws Exception {
        goodListens();
        AtomicInteger asked = new AtomicInteger();
        Route usurped = new Route("good", "192.0.2.66:66", Proximity.SAME_HOST);
        Listening usurper = (request, sink) -> {
            asked.incrementAndGet();
            return new Quiet(usurped);
        };
        Transport first = board.transport("good").orElseThrow();

        board.add("good", usurper);

        assertThat(board.transport("good")).containsSame(first);
        assertThat(trouble("good")).hasValueSatisfying(t -> assertThat(t).contains("also calls itself", "good"));
        assertThat(routes()).containsExactly(GOOD);
        assertThat(asked).hasValue(0);

        board.remove("good", first);

        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).containsExactly(usurped));
        assertThat(trouble("good")).isEmpty();
    }

    @Test
    void one_that_is_replaced_gives_its_port_back_first() throws Exception {
        CountDownLatch closing = new CountDownLatch(1);
        Listening old = with(new Quiet(GOOD) {
            @Override
            public void close() {
                closing.countDown();
                foreverHere();
                super.close();
            }
        });
        board.add("good", old);
        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).contains(GOOD));
        CountDownLatch begun = new CountDownLatch(1);
        Route later = new Route("good", "192.0.2.3:3", Proximity.LAN);

        board.remove("good", old);
        board.add("good", (Listening) (request, sink) -> {
            begun.countDown();
            return new Quiet(later);
        });

        assertThat(closing.await(SOON.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(begun.await(100, TimeUnit.MILLISECONDS)).as("it began while the port was taken").isFalse();
        timer.ring();
        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).as("who never gives it back is not waited for").containsExactly(later));
    }

    @Test
    void whom_to_expect_is_told_to_those_who_come_later_too() throws Exception {
        Set<InetAddress> known = Set.of(InetAddress.getByName("192.0.2.44"));
        Queue<Set<InetAddress>> told = new ConcurrentLinkedQueue<>();
        board.expect(known);
        board.add("good", with(new Quiet(GOOD) {
            @Override
            public void expect(Set<InetAddress> addresses) {
                told.add(addresses);
            }
        }));

        await().atMost(SOON).untilAsserted(() -> assertThat(told).containsExactly(known));
    }

    @Test
    void the_end_closes_each_that_listens() {
        Quiet listener = new Quiet(GOOD);
        board.add("good", with(listener));
        await().atMost(SOON).untilAsserted(() -> assertThat(routes()).contains(GOOD));

        board.close();

        assertThat(listener.closed).hasValue(1);
    }
}
