package dev.ferry.core.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.model.Registration;
import dev.ferry.model.TransferState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventHubTest {
    private static final int MOST = Follower.MOST_BEHIND;

    private final IoExecutor io = new IoExecutor(8, SharedExecutor::log);
    private final TimerExecutor timer = new TimerExecutor(SharedExecutor::log);
    private final EventHub hub = new EventHub(io, timer);

    @AfterEach
    void end() {
        hub.close();
        io.end(Duration.ofMillis(300));
        timer.end(Duration.ofMillis(300));
    }

    /** A listener that is deep in thought until it is woken. */
    private static final class Sleeper implements Consumer<FerryEvent> {
        private final CountDownLatch asleep = new CountDownLatch(1);
        private final CountDownLatch wake = new CountDownLatch(1);
        private final List<FerryEvent> heard = new CopyOnWriteArrayList<>();

        @Override
        public void accept(FerryEvent event) {
            heard.add(event);
            asleep.countDown();
            try {
                wake.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    void everyone_hears_everything_from_then_on_in_order() {
        hub.publish(notice(-1));
        List<FerryEvent> one = new CopyOnWriteArrayList<>();
        List<FerryEvent> two = new CopyOnWriteArrayList<>();
        hub.follow(one::add);
        hub.follow(two::add);
        List<FerryEvent> all = IntStream.range(0, 700).mapToObj(EventHubTest::notice).toList();
        all.forEach(hub::publish);
        await().until(() -> one.size() == 700 && two.size() == 700);
        assertThat(one).containsExactlyElementsOf(all);
        assertThat(two).containsExactlyElementsOf(all);
    }

    @Test
    void a_listener_is_never_called_by_two_threads() {
        int[] unguarded = new int[1];
        hub.follow(event -> unguarded[0]++);
        IntStream.range(0, 4).forEach(publisher -> io.execute(() -> IntStream.range(0, 200).forEach(i -> hub.publish(notice(i)))));
        await().untilAsserted(() -> assertThat(unguarded[0]).isEqualTo(800));
    }

    @Test
    void a_sleeping_listener_stalls_neither_the_publisher_nor_the_others() throws Exception {
        Sleeper sleeper = new Sleeper();
        List<FerryEvent> awake = new CopyOnWriteArrayList<>();
        hub.follow(sleeper);
        hub.publish(notice(0));
        sleeper.asleep.await();
        hub.follow(awake::add);
        for (int batch = 1; batch <= 6; batch++) {
            IntStream.range(0, MOST / 2).forEach(i -> hub.publish(progress(i)));
            int soFar = batch * MOST / 2;
            await().until(() -> awake.size() == soFar);
        }
        assertThat(sleeper.heard).hasSize(1);
        sleeper.wake.countDown();
    }

    @Test
    void a_listener_far_behind_loses_the_oldest_progress_and_never_an_end() throws Exception {
        Sleeper sleeper = new Sleeper();
        hub.follow(sleeper);
        hub.publish(notice(0));
        sleeper.asleep.await();
        FerryEvent ended = ended();
        hub.publish(ended);
        IntStream.rangeClosed(1, MOST + 10).forEach(i -> hub.publish(progress(i)));
        sleeper.wake.countDown();
        await().until(() -> sleeper.heard.size() == 1 + MOST);
        assertThat(sleeper.heard.get(1)).isSameAs(ended);
        assertThat(sleeper.heard.subList(2, sleeper.heard.size())).containsExactlyElementsOf(
                IntStream.rangeClosed(12, MOST + 10).<FerryEvent>mapToObj(EventHubTest::progress).toList());
    }

    @Test
    void progress_that_finds_only_others_waiting_is_lost_and_the_listener_stays() throws Exception {
        Sleeper sleeper = new Sleeper();
        hub.follow(sleeper);
        hub.publish(notice(0));
        sleeper.asleep.await();
        IntStream.rangeClosed(1, MOST).forEach(i -> hub.publish(notice(i)));
        hub.publish(progress(1));
        sleeper.wake.countDown();
        await().until(() -> sleeper.heard.size() == 1 + MOST);
        hub.publish(notice(5_000));
        await().until(() -> sleeper.heard.contains(notice(5_000)));
        assertThat(sleeper.heard).doesNotContain(progress(1));
    }

    @Test
    void a_listener_too_far_behind_what_it_may_not_miss_is_closed() throws Exception {
        Sleeper sleeper = new Sleeper();
        hub.follow(sleeper);
        hub.publish(notice(0));
        sleeper.asleep.await();
        IntStream.rangeClosed(1, MOST + 1).forEach(i -> hub.publish(notice(i)));
        List<FerryEvent> other = new CopyOnWriteArrayList<>();
        hub.follow(other::add);
        sleeper.wake.countDown();
        hub.publish(notice(9));
        await().until(() -> other.size() == 1);
        assertThat(sleeper.heard).hasSize(1);
    }

    @Test
    void a_listener_that_throws_hears_the_next_event_all_the_same() {
        List<FerryEvent> heard = new CopyOnWriteArrayList<>();
        hub.follow(event -> {
            heard.add(event);
            throw new IllegalStateException("on purpose");
        });
        hub.publish(notice(1));
        hub.publish(notice(2));
        await().until(() -> heard.size() == 2);
        assertThat(heard).containsExactly(notice(1), notice(2));
    }

    @Test
    void closing_from_within_is_the_last_that_a_listener_hears() {
        List<FerryEvent> heard = new CopyOnWriteArrayList<>();
        Registration[] own = new Registration[1];
        own[0] = hub.follow(event -> {
            heard.add(event);
            own[0].close();
            own[0].close();
        });
        List<FerryEvent> other = new CopyOnWriteArrayList<>();
        hub.follow(other::add);
        IntStream.range(0, 50).forEach(i -> hub.publish(notice(i)));
        await().until(() -> other.size() == 50);
        assertThat(heard).hasSize(1);
    }

    @Test
    void while_all_threads_are_busy_events_wait_and_are_told_later() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            io.submit(() -> {
                release.await();
                return true;
            });
        }
        List<FerryEvent> heard = new CopyOnWriteArrayList<>();
        hub.follow(heard::add);
        hub.publish(notice(1));
        assertThat(heard).isEmpty();
        release.countDown();
        await().until(() -> heard.size() == 1);
    }

    private static FerryEvent notice(int number) {
        return new FerryEvent.Notice(Instant.EPOCH, "test", String.valueOf(number));
    }

    private static FerryEvent.ShareChanged progress(int bytes) {
        return new FerryEvent.ShareChanged(Instant.EPOCH, view(bytes, TransferState.values()[0]));
    }

    private static FerryEvent ended() {
        return new FerryEvent.ShareEnded(Instant.EPOCH, view(0, TransferState.COMPLETED),
                new ShareResult(TransferState.COMPLETED, Optional.empty(), 1, 1, 0, List.of(), 0, Optional.empty(), List.of()));
    }

    private static ShareView view(int bytes, TransferState state) {
        return new ShareView(new UUID(0, 0), true, state, "sending", Optional.empty(), "Laptop", Optional.empty(), Optional.empty(), Optional.empty(), List.of(),
                new ShareView.Progress(bytes, OptionalLong.empty(), 0, OptionalLong.empty(), 0, Optional.empty()), Optional.empty(),
                Optional.empty(), Instant.EPOCH);
    }
}
