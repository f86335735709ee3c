package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.transfer.internal.share.Platform;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks for a sign of life every 20 seconds and gives up after three that brought none. Counts ticks and not time, so that a machine that slept asks before it gives
 * up; and only while the reader waits: while it writes to a slow disk the other side may well be talking.
 *
 * <p>Between the ticks it asks whoever has a reason to, with a short deadline. A link that misses it is doubted and goes on: the other side may be busy with its disk. It
 * is for others to find out whether a new link can be had, and then to replace this one.
 */
final class Keepalive {
    private static final long PERIOD_SECONDS = 20;
    private static final int MOST_QUIET = 3;
    /** Heard within so long is no reason to ask. */
    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Many round trips of the slowest network, and little for a person who waits. */
    private static final long ANSWER_MILLIS = 2500;

    private final Platform platform;
    private final Consumer<Control> sender;
    private final Runnable silent;
    private volatile boolean stirred;
    private volatile boolean busy;
    private volatile long heardAt;
    private volatile boolean doubted;
    /** The question that is out. */
    private volatile CompletableFuture<Boolean> question = CompletableFuture.completedFuture(true);
    private Future<?> ticks;
    private int quiet;
    private long pings;
    private long pingedAt;
    private Optional<Duration> roundTrip = Optional.empty();

    Keepalive(Platform platform, Consumer<Control> sender, Runnable silent) {
        this.platform = platform;
        this.sender = sender;
        this.silent = silent;
        this.heardAt = platform.nanoTime();
    }

    void start() {
        ticks = platform.timer().scheduleAtFixedRate(this::tick, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        ticks.cancel(false);
        question.complete(false);
    }

    /** Reader: is about to wait for a frame. */
    void waiting() {
        busy = false;
    }

    /** Reader: has one. */
    void heard() {
        stirred = true;
        busy = true;
        heardAt = platform.nanoTime();
        // In this order, and missed() in the other, so that whoever was heard is not doubted.
        if (!question.isDone()) {
            question.complete(true);
        }
        if (doubted) {
            doubted = false;
        }
    }

    private void tick() {
        quiet = stirred || busy ? 0 : quiet + 1;
        stirred = false;
        if (quiet >= MOST_QUIET) {
            silent.run();
        } else {
            ping();
        }
    }

    /** Asks for an answer. */
    synchronized void ping() {
        pingedAt = platform.nanoTime();
        sender.accept(Control.newBuilder().setPing(Ping.newBuilder().setId(++pings)).build());
    }

    /** An answer, to the last question or an older one. */
    synchronized void pong(long id) {
        if (id == pings) {
            Duration took = Duration.ofNanos(platform.nanoTime() - pingedAt);
            roundTrip = roundTrip.filter(best -> best.compareTo(took) <= 0).or(() -> Optional.of(took));
        }
    }

    /** The shortest time that an answer took so far. */
    synchronized Optional<Duration> roundTrip() {
        return roundTrip;
    }

    /** Whether the other side is there, as far as is known within {@value #ANSWER_MILLIS} ms. However many ask, one question is out. */
    CompletionStage<Boolean> lives() {
        synchronized (this) {
            if (!question.isDone()) {
                return question;
            }
            if (doubted || platform.nanoTime() - heardAt < FRESH_NANOS) {
                return CompletableFuture.completedFuture(!doubted);
            }
            CompletableFuture<Boolean> asked = new CompletableFuture<>();
            question = asked;
            ping();
            platform.later(() -> missed(asked), ANSWER_MILLIS);
            return asked;
        }
    }

    private void missed(CompletableFuture<Boolean> asked) {
        if (asked.isDone()) {
            return;
        }
        if (busy) {
            platform.again(() -> missed(asked), ANSWER_MILLIS);
        } else {
            doubted = true;
            if (!asked.complete(false)) {
                doubted = false;
            }
        }
    }

    /** It missed an answer and has not been heard since. */
    boolean isDoubted() {
        return doubted;
    }
}
