package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A stranger's time on a connection that it dialled: it offers something soon, lists it in time, and leaves when nothing is left to do. However often it says that it lives.
 */
final class Stay {
    /** Without an offer; an honest sender has its list ready before it dials. */
    static final Duration WITHOUT_OFFER = Duration.ofSeconds(10);
    /** As long as a person may take to answer. */
    static final Duration LISTING = Duration.ofSeconds(120);
    static final long TICK_SECONDS = 5;

    private final Platform platform;
    private final String address;
    private final Supplier<Optional<Stage>> stage;
    private Optional<Stage> seen = Optional.empty();
    private long since;

    /** @param stage where its offer stands; empty without one */
    Stay(Platform platform, String address, Supplier<Optional<Stage>> stage) {
        this.platform = platform;
        this.address = address;
        this.stage = stage;
        this.since = platform.nanoTime();
    }

    String address() {
        return address;
    }

    /** Nobody here has accepted anything of it. */
    boolean isWaiting() {
        return stage.get().filter(Stage.RECEIVING::equals).isEmpty();
    }

    /** Watches until the result is cancelled. */
    Future<?> watch(Session session) {
        return platform.timer().scheduleAtFixedRate(() -> look(session), TICK_SECONDS, TICK_SECONDS, TimeUnit.SECONDS);
    }

    private void look(Session session) {
        Optional<Stage> now = session.isIdle() ? Optional.empty() : stage.get();
        long nanos = platform.nanoTime();
        if (!now.equals(seen)) {
            seen = now;
            since = nanos;
        }
        Optional<Duration> most = now.isEmpty() ? Optional.of(WITHOUT_OFFER) : now.filter(Stage.LISTING::equals).map(listing -> LISTING);
        most.filter(time -> nanos - since >= time.toNanos()).ifPresent(time -> session.close(Ending.because(
                new Problem.TimeoutError(Problem.TimeoutError.Timer.IDLE, time, "The other device did not offer anything, or did not say what, within " + time.toSeconds()
                        + " s. Its program may be stuck; let it be sent again."))));
    }
}
