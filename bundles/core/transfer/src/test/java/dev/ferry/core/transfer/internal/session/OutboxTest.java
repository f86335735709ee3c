package dev.ferry.core.transfer.internal.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ferry.core.protocol.FrameWriter;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Channel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {
    @TempDir
    Path folder;
    private final ExecutorService io = Executors.newCachedThreadPool();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CountDownLatch writing = new CountDownLatch(1);
    private final CountDownLatch road = new CountDownLatch(1);

    @AfterEach
    void stop() {
        road.countDown();
        io.shutdownNow();
        timer.shutdownNow();
    }

    private Outbox outbox(Channel channel) {
        Platform platform = new Platform(io, timer, Clock.systemUTC(), System::nanoTime, event -> { }, new Bandwidth(System::nanoTime), new Scratch(folder));
        return new Outbox(new FrameWriter(channel), platform, () -> { }, () -> { });
    }

    @Test
    void whoWaitsGoesOnWhenEverythingHasLeftAndNotBefore() throws Exception {
        Outbox outbox = outbox(new Road(false));
        outbox.add(ping());
        writing.await();
        CompletableFuture<Void> left = CompletableFuture.runAsync(() -> await(outbox, 60_000), io);
        assertThatThrownBy(() -> left.get(100, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        road.countDown();
        left.get(30, TimeUnit.SECONDS);
        await(outbox, 60_000);
    }

    @Test
    void whoWaitsForWhatCannotLeaveDoesNotWaitForEver() throws Exception {
        Outbox stuck = outbox(new Road(false));
        stuck.add(ping());
        writing.await();
        await(stuck, 50);
        Outbox broken = outbox(new Road(true));
        broken.add(ping());
        CompletableFuture.runAsync(() -> await(broken, 60_000), io).get(30, TimeUnit.SECONDS);
        assertThat(road.getCount()).isEqualTo(1);
    }

    private static void await(Outbox outbox, long millis) {
        try {
            outbox.awaitLeft(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Control ping() {
        return Control.newBuilder().setPing(Ping.newBuilder().setId(1)).build();
    }

    /** Open once the test says so. */
    private final class Road implements Channel {
        private final boolean broken;

        Road(boolean broken) {
            this.broken = broken;
        }

        @Override
        public int read(ByteBuffer target) {
            return -1;
        }

        @Override
        public void write(ByteBuffer... sources) throws IOException {
            if (broken) {
                throw new IOException("broken");
            }
            writing.countDown();
            try {
                road.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void close() { }
    }
}
