package dev.ferry.core.transfer.internal.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ferry.api.FerryEvent;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareView;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ShareTest {
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final List<FerryEvent> events = new CopyOnWriteArrayList<>();
    private final Platform platform = new Platform(io, timer, InstantSource.system(), System::nanoTime, events::add, new Bandwidth(System::nanoTime), new Scratch(Path.of(System.getProperty("java.io.tmpdir"))));
    private final Share share = new Share(UUID.randomUUID(), true, platform);

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    private static ShareResult completed() {
        return new Outcome().completed();
    }

    private static ShareResult cancelled() {
        return new Outcome().ended(Cancels.here());
    }

    @Test
    void everyStateFollowsLegallyFromTheOneBefore() {
        List<TransferState> seen = statesOf(() -> {
            share.active("sending");
            share.pause();
            share.hold(Hold.NETWORK);
            share.resume();
            share.release(Hold.NETWORK);
            share.pause();
            share.end(completed());
        });
        assertThat(seen).containsExactly(TransferState.PENDING, TransferState.ACTIVE, TransferState.PAUSED, TransferState.ACTIVE, TransferState.PAUSED,
                TransferState.ACTIVE, TransferState.COMPLETED);
        for (int i = 1; i < seen.size(); i++) {
            assertThat(seen.get(i - 1).next()).contains(seen.get(i));
        }
    }

    /** By the events, which leave nothing out. */
    private List<TransferState> statesOf(Runnable what) {
        List<TransferState> seen = new ArrayList<>(List.of(share.view().state()));
        what.run();
        for (FerryEvent event : events) {
            TransferState state = event instanceof FerryEvent.ShareChanged changed ? changed.share().state() : ((FerryEvent.ShareEnded) event).share().state();
            if (seen.get(seen.size() - 1) != state) {
                seen.add(state);
            }
        }
        return seen;
    }

    @Test
    void itEndsOnceWhateverIsSaidAfterwards() throws Exception {
        List<ShareView> views = new CopyOnWriteArrayList<>();
        share.follow(views::add);
        share.end(completed());
        share.end(cancelled());
        share.pause();
        share.cancel();
        share.active("sending");
        share.hold(Hold.THERE);
        assertThat(share.result().toCompletableFuture().get(5, TimeUnit.SECONDS).state()).isEqualTo(TransferState.COMPLETED);
        assertThat(share.view().state()).isEqualTo(TransferState.COMPLETED);
        assertThat(events).filteredOn(FerryEvent.ShareEnded.class::isInstance).hasSize(1);
        await().until(() -> views.stream().anyMatch(view -> view.state().isFinal()));
        await().during(Duration.ofMillis(300)).until(() -> views.stream().filter(view -> view.state().isFinal()).count() == 1);
    }

    @Test
    void aListenerThatComesAfterTheEndIsToldIt() {
        share.end(cancelled());
        List<ShareView> views = new CopyOnWriteArrayList<>();
        share.follow(views::add);
        await().untilAsserted(() -> assertThat(views).singleElement().satisfies(view -> assertThat(view.state()).isEqualTo(TransferState.CANCELLED)));
    }

    @Test
    void aSlowListenerMissesWhatIsBetweenAndHoldsNobodyUp() throws Exception {
        CountDownLatch free = new CountDownLatch(1);
        List<ShareView> slow = new CopyOnWriteArrayList<>();
        share.follow(view -> {
            slow.add(view);
            awaitQuietly(free);
        });
        List<ShareView> quick = new CopyOnWriteArrayList<>();
        share.follow(quick::add);
        for (int i = 0; i < 1000; i++) {
            share.phase("phase " + i);
        }
        share.end(completed());
        await().until(() -> !quick.isEmpty() && quick.get(quick.size() - 1).state().isFinal());
        free.countDown();
        await().until(() -> slow.get(slow.size() - 1).state().isFinal());
        assertThat(slow).hasSizeLessThanOrEqualTo(3);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aListenerThatThrowsHarmsNoOther() {
        share.follow(view -> {
            throw new IllegalStateException("on purpose");
        });
        List<ShareView> views = new CopyOnWriteArrayList<>();
        share.follow(views::add);
        share.end(completed());
        await().until(() -> !views.isEmpty() && views.get(views.size() - 1).state().isFinal());
    }

    @Test
    void aClosedListenerHearsNothingMore() {
        List<ShareView> views = new CopyOnWriteArrayList<>();
        share.follow(views::add).close();
        int before = views.size();
        share.phase("later");
        share.end(completed());
        await().during(Duration.ofMillis(200)).until(() -> views.size() <= before + 1 && views.stream().noneMatch(view -> view.state().isFinal()));
    }

    @Test
    void whileBytesFlowAListenerIsCalledAtMostFourTimesASecond() {
        List<ShareView> views = Collections.synchronizedList(new ArrayList<>());
        share.total(1_000_000, 1);
        share.active("sending");
        share.follow(views::add);
        long start = System.nanoTime();
        long[] sofar = new long[1];
        await().pollInterval(Duration.ofMillis(5)).until(() -> {
            share.bytes(sofar[0] += 1000);
            return System.nanoTime() - start > 2_000_000_000L;
        });
        assertThat(views.size()).isBetween(3, 10);
        assertThat(share.view().progress().rate()).isPositive();
        assertThat(share.view().progress().eta()).isPresent();
    }

    @Test
    void progressNeverGoesBack() {
        share.bytes(100);
        share.files(3);
        share.bytes(50);
        share.files(1);
        assertThat(share.view().progress().bytes()).isEqualTo(100);
        assertThat(share.view().progress().files()).isEqualTo(3);
    }

    @Test
    void whatAPersonWishedBeforeAnybodyWorkedOnItIsToldAtOnce() {
        List<String> wishes = new ArrayList<>();
        share.pause();
        share.control(recorder(wishes));
        assertThat(wishes).containsExactly("flow true");
        share.cancel();
        share.control(recorder(wishes));
        assertThat(wishes).containsExactly("flow true", "cancel", "cancel");
    }

    private static ShareControl recorder(List<String> wishes) {
        return new ShareControl() {
            @Override
            public void flow(boolean paused) {
                wishes.add("flow " + paused);
            }

            @Override
            public void cancel() {
                wishes.add("cancel");
            }
        };
    }

    @Test
    void theListOfWhatWasLeftOutIsBoundedAndItsCountIsNot() {
        Outcome outcome = new Outcome();
        for (int i = 0; i < 1500; i++) {
            outcome.skipped("file" + i, "for a reason");
            outcome.renamed("a" + i, "b" + i);
        }
        outcome.delivered(5);
        ShareResult result = outcome.completed();
        assertThat(result.state()).isEqualTo(TransferState.COMPLETED);
        assertThat(result.skipped()).hasSize(1000);
        assertThat(result.skippedCount()).isEqualTo(1500);
        assertThat(result.renamed()).hasSize(100);
    }

    @Test
    void nothingDeliveredBecauseOfAProblemIsAFailure() {
        Outcome outcome = new Outcome();
        outcome.failed("a", "changed", new Problem.SourceChanged("a", "changed"));
        assertThat(outcome.completed().state()).isEqualTo(TransferState.FAILED);
        assertThat(outcome.completed().problem()).containsInstanceOf(Problem.SourceChanged.class);
    }
}
