package dev.ferry.core.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class ExecutorsTest {
    private static final Duration SOON = Duration.ofMillis(300);

    private final Queue<Throwable> reported = new ConcurrentLinkedQueue<>();
    private final Queue<String> reporters = new ConcurrentLinkedQueue<>();
    private final IoExecutor io = new IoExecutor(4, this::report);
    private final TimerExecutor timer = new TimerExecutor(this::report);
    private final EventsExecutor events = new EventsExecutor(this::report);

    private void report(Thread thread, Throwable thrown) {
        reporters.add(thread.getName());
        reported.add(thrown);
    }

    @AfterEach
    void end() {
        List.of(io, timer, events).forEach(executor -> executor.end(SOON));
    }

    @Test
    void io_runs_blocking_tasks_at_the_same_time_each_on_a_named_daemon_thread() throws Exception {
        CyclicBarrier together = new CyclicBarrier(4);
        List<Future<Thread>> threads = IntStream.range(0, 4).mapToObj(i -> io.submit(() -> {
            together.await();
            return Thread.currentThread();
        })).toList();
        for (Future<Thread> thread : threads) {
            assertThat(thread.get().getName()).startsWith("ferry-io-");
            assertThat(thread.get().isDaemon()).isTrue();
        }
    }

    @Test
    void io_rejects_what_goes_beyond_its_bound_and_says_so() {
        CountDownLatch never = new CountDownLatch(1);
        IntStream.range(0, 4).forEach(i -> io.submit(() -> never.await(20, TimeUnit.SECONDS)));
        assertThatThrownBy(() -> io.execute(() -> { })).isInstanceOf(RejectedExecutionException.class).hasMessage("All 4 threads of the executor io are busy.");
    }

    @Test
    void io_takes_more_when_its_bound_is_raised() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        IntStream.range(0, 4).forEach(i -> io.submit(() -> never.await(20, TimeUnit.SECONDS)));
        io.most(5);
        assertThat(io.submit(() -> "done").get()).isEqualTo("done");
    }

    @Test
    void events_keep_their_order_and_one_that_throws_stops_nothing() {
        List<Integer> seen = new CopyOnWriteArrayList<>();
        IntStream.range(0, 500).forEach(i -> events.execute(() -> {
            seen.add(i);
            if (i % 100 == 0) {
                throw new IllegalStateException("event " + i);
            }
        }));
        await().until(() -> seen.size() == 500);
        assertThat(seen).isSorted();
        await().untilAsserted(() -> assertThat(reported).extracting(Throwable::getMessage).containsExactlyInAnyOrder("event 0", "event 100", "event 200", "event 300", "event 400"));
        assertThat(reporters).allMatch(name -> name.startsWith("ferry-events-"));
    }

    @Test
    void the_timer_reports_what_a_task_throws_and_goes_on_with_the_others() {
        AtomicInteger ticks = new AtomicInteger();
        timer.schedule(() -> {
            throw new IllegalStateException("once");
        }, 1, TimeUnit.MILLISECONDS);
        timer.scheduleAtFixedRate(() -> {
            throw new IllegalStateException("repeated");
        }, 1, 1, TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(ticks::incrementAndGet, 1, 1, TimeUnit.MILLISECONDS);
        await().until(() -> ticks.get() > 20);
        assertThat(reported).extracting(Throwable::getMessage).containsExactly("once", "repeated");
    }

    @Test
    void a_cancelled_timer_says_nothing_and_is_forgotten() {
        timer.schedule(() -> reported.add(new IllegalStateException("ran")), 1, TimeUnit.HOURS).cancel(false);
        AtomicInteger after = new AtomicInteger();
        timer.execute(after::incrementAndGet);
        await().until(() -> after.get() == 1);
        assertThat(reported).isEmpty();
    }

    @Test
    void io_reports_what_nobody_caught() {
        io.execute(() -> {
            throw new IllegalStateException("lost");
        });
        await().untilAsserted(() -> assertThat(reported).extracting(Throwable::getMessage).containsExactly("lost"));
    }

    static List<SharedExecutor> all() {
        return List.of(new IoExecutor(4, SharedExecutor::log), new TimerExecutor(SharedExecutor::log), new EventsExecutor(SharedExecutor::log));
    }

    @ParameterizedTest
    @MethodSource("all")
    void nobody_who_uses_it_can_shut_it_down(SharedExecutor executor) throws Exception {
        assertThatThrownBy(executor::shutdown).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(executor::shutdownNow).isInstanceOf(UnsupportedOperationException.class);
        assertThat(executor.submit(() -> "alive").get()).isEqualTo("alive");
        executor.end(SOON);
    }

    @ParameterizedTest
    @MethodSource("all")
    void ends_in_time_interrupting_what_runs_and_dropping_what_waits(SharedExecutor executor) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch interrupted = new CountDownLatch(1);
        executor.execute(() -> {
            running.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
            }
        });
        running.await();
        long start = System.nanoTime();
        executor.end(Duration.ofSeconds(10));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(interrupted.await(0, TimeUnit.SECONDS)).isTrue();
        assertThat(executor.isTerminated()).isTrue();
        assertThatThrownBy(() -> executor.execute(() -> { })).isInstanceOf(RejectedExecutionException.class).hasMessageContaining("has ended with its bundle");
    }

    @ParameterizedTest
    @MethodSource("all")
    void ends_in_time_even_under_a_task_that_heeds_no_interrupt(SharedExecutor executor) throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        executor.execute(() -> {
            running.countDown();
            while (release.getCount() > 0) {
                LockSupport.parkNanos(1_000_000);
            }
        });
        running.await();
        long start = System.nanoTime();
        executor.end(SOON);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        release.countDown();
    }
}
