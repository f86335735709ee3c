package dev.ferry.core.transfer.internal.accept;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate();
    private final AtomicInteger ran = new AtomicInteger();

    @Test
    void aCloseWhileNobodyIsInsideRunsAtOnce() {
        assertThat(gate.close(ran::incrementAndGet)).isTrue();
        assertThat(ran).hasValue(1);
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void aCloseWhileSomebodyIsInsideWaitsForItToLeaveWithoutHoldingItsCaller() {
        gate.enter();
        assertThat(gate.close(ran::incrementAndGet)).isTrue();
        assertThat(gate.isClosed()).isTrue();
        assertThat(ran).hasValue(0);
        gate.exit();
        assertThat(ran).hasValue(1);
        assertThat(gate.enter()).isFalse();
    }

    @Test
    void onlyTheFirstCloseCounts() {
        gate.close(ran::incrementAndGet);
        assertThat(gate.close(() -> ran.addAndGet(10))).isFalse();
        assertThat(ran).hasValue(1);
    }

    @Test
    void theTaskRunsOnceAndNeverBesideAVisit() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        for (int round = 0; round < 2000; round++) {
            Gate contested = new Gate();
            AtomicBoolean inside = new AtomicBoolean();
            AtomicBoolean overlapped = new AtomicBoolean();
            AtomicInteger tasks = new AtomicInteger();
            var visitor = threads.submit(() -> {
                while (contested.enter()) {
                    inside.set(true);
                    inside.set(false);
                    contested.exit();
                }
            });
            contested.close(() -> {
                overlapped.compareAndSet(false, inside.get());
                tasks.incrementAndGet();
            });
            visitor.get(10, TimeUnit.SECONDS);
            assertThat(tasks).hasValue(1);
            assertThat(overlapped).isFalse();
        }
        threads.shutdownNow();
    }
}
