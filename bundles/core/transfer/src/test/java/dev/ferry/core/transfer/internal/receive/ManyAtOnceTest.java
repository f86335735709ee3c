package dev.ferry.core.transfer.internal.receive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Transfers into one folder begin, sweep and end at the same time: they hold descriptors on it whose numbers are reused all the time. */
class ManyAtOnceTest {
    private static final int THREADS = 8;
    private static final int ROUNDS = 400;
    private static final Instant NANOSECONDS = Instant.ofEpochSecond(1_000_000_000, 123_456_789);

    @TempDir
    Path inbox;

    @Test
    void noneGetsInAnothersWay() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Callable<Integer>> all = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                String name = "d" + i;
                all.add(() -> receiveOften(name));
            }
            for (Future<Integer> each : threads.invokeAll(all)) {
                assertThat(each.get()).as("directories without their time").isZero();
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(inbox.toFile().list()).as("no staging directory is left").hasSize(THREADS);
    }

    private int receiveOften(String name) throws Exception {
        int without = 0;
        for (int round = 0; round < ROUNDS; round++) {
            try (ReceiveFolder folder = ReceiveFolder.open(inbox)) {
                folder.sweepLeftovers(Instant.now());
                PartFile part = folder.begin(Receiving.path(name + "/f"), 1, Optional.of(NANOSECONDS));
                part.write(ByteBuffer.wrap(new byte[1]), 0);
                part.seal(true);
                folder.timeOfDirectory(Receiving.path(name), NANOSECONDS);
                without += folder.finish();
            }
            assertThat(Files.getLastModifiedTime(inbox.resolve(name)).toInstant()).isEqualTo(NANOSECONDS);
        }
        return without;
    }
}
