package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * How long the sender waits for an answer, and for any word while it serves. The latter in ticks and not in time, so that a process that stood still hears what came
 * meanwhile before it gives up. Any thread.
 */
final class SendTimers implements AutoCloseable {
    /** The receiver rejects by itself after 120 seconds; a little more for the way. */
    private static final Duration CONSENT = Duration.ofSeconds(135);
    /** A receiver whose disk makes a large batch durable is silent for a while. */
    private static final Duration IDLE = Duration.ofSeconds(180);
    private static final long TICK_SECONDS = 5;

    private final Platform platform;
    private final Consumer<Stop> stop;
    private Future<?> running;
    private volatile boolean heard;
    private int quiet;
    private volatile boolean paused;

    SendTimers(Platform platform, Consumer<Stop> stop) {
        this.platform = platform;
        this.stop = stop;
    }

    synchronized void offered() {
        running = platform.timer().schedule(() -> stop.accept(new Stop.Here(new Problem.TimeoutError(Problem.TimeoutError.Timer.CONSENT, CONSENT,
                "Nobody answered the offer in time. Ask the other person to look at their screen, and share again."), CancelReason.TIMEOUT)),
                CONSENT.toSeconds(), TimeUnit.SECONDS);
    }

    synchronized void accepted() {
        close();
        heard();
        running = platform.timer().scheduleAtFixedRate(this::tick, TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    void heard() {
        heard = true;
    }

    void flow(boolean stands) {
        heard();
        paused = stands;
    }

    private void tick() {
        quiet = heard || paused ? 0 : quiet + 1;
        heard = false;
        if (quiet == IDLE.toSeconds() / TICK_SECONDS) {
            stop.accept(new Stop.Here(new Problem.TimeoutError(Problem.TimeoutError.Timer.IDLE, IDLE,
                    "The other device stopped answering. Its disk may be stuck; look there and share again."), CancelReason.TIMEOUT));
        }
    }

    @Override
    public synchronized void close() {
        if (running != null) {
            running.cancel(false);
        }
    }
}
