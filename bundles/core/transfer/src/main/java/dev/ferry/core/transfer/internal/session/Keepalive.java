package dev.ferry.core.transfer.internal.session;

import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Ping;
import dev.ferry.core.transfer.internal.share.Platform;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Asks for a sign of life every 20 seconds and gives up after three that brought none. Counts ticks and not time, so that a machine that slept asks before it gives
 * up; and only while the reader waits: while it writes to a slow disk the other side may well be talking.
 */
final class Keepalive {
    private static final long PERIOD_SECONDS = 20;
    private static final int MOST_QUIET = 3;

    private final Platform platform;
    private final Consumer<Control> sender;
    private final Runnable silent;
    private volatile boolean stirred;
    private volatile boolean busy;
    private Future<?> ticks;
    private int quiet;
    private long pings;

    Keepalive(Platform platform, Consumer<Control> sender, Runnable silent) {
        this.platform = platform;
        this.sender = sender;
        this.silent = silent;
    }

    void start() {
        ticks = platform.timer().scheduleAtFixedRate(this::tick, PERIOD_SECONDS, PERIOD_SECONDS, TimeUnit.SECONDS);
    }

    void stop() {
        ticks.cancel(false);
    }

    /** Reader: is about to wait for a frame. */
    void waiting() {
        busy = false;
    }

    /** Reader: has one. */
    void heard() {
        stirred = true;
        busy = true;
    }

    private void tick() {
        quiet = stirred || busy ? 0 : quiet + 1;
        stirred = false;
        if (quiet >= MOST_QUIET) {
            silent.run();
        } else {
            sender.accept(Control.newBuilder().setPing(Ping.newBuilder().setId(++pings)).build());
        }
    }
}
