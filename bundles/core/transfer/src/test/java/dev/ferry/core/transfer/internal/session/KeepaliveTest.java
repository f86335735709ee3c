package dev.ferry.core.transfer.internal.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.transfer.internal.disk.Scratch;
import dev.ferry.core.transfer.internal.pace.Bandwidth;
import dev.ferry.core.transfer.internal.share.Platform;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeepaliveTest {
    @TempDir
    Path folder;
    private final ExecutorService io = Executors.newSingleThreadExecutor();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final List<Control> sent = new ArrayList<>();
    private long now;
    private Keepalive keepalive;

    @BeforeEach
    void make() {
        keepalive = new Keepalive(new Platform(io, timer, Clock.systemUTC(), () -> now, event -> { }, new Bandwidth(() -> now), new Scratch(folder)), sent::add, () -> { });
    }

    @AfterEach
    void stop() {
        io.shutdownNow();
        timer.shutdownNow();
    }

    private long asked() {
        keepalive.ping();
        return sent.get(sent.size() - 1).getPing().getId();
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void theShortestAnswerCounts() {
        assertThat(keepalive.roundTrip()).isEmpty();
        for (long millis : new long[] { 80, 5, 30 }) {
            long id = asked();
            pass(millis);
            keepalive.pong(id);
        }
        assertThat(keepalive.roundTrip()).contains(Duration.ofMillis(5));
    }

    @Test
    void anAnswerToAnEarlierQuestionSaysNothing() {
        long first = asked();
        pass(80);
        long second = asked();
        pass(1);
        keepalive.pong(first);
        keepalive.pong(second + 1);
        assertThat(keepalive.roundTrip()).isEmpty();
        pass(79);
        keepalive.pong(second);
        assertThat(keepalive.roundTrip()).contains(Duration.ofMillis(80));
    }
}
