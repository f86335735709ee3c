package dev.ferry.core.transfer.internal.engine;

import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

/** To a paired device: over its one connection, made again as long as there is hope. */
final class PairedWay implements Way {
    /** So long the receiver keeps what it has. */
    private static final Duration HOPE = Duration.ofHours(1);
    /** A device that was just switched on announces itself within this time. */
    private static final Duration APPEAR = Duration.ofSeconds(10);
    /** Seven seconds of pauses: a device that was ended and started again is there by then. */
    private static final int FIRST_TRIES = 7;
    /** An answer that does not come in time is waited for twice as long, so often. */
    private static final int MOST_LONGER = 3;
    /** A device that is just starting may end connections before it knows its pairs for so long. */
    private static final Duration START = Duration.ofSeconds(20);

    private final Parts parts;
    private final PairedLink link;
    private final boolean resumes;

    PairedWay(Parts parts, PairedLink link, boolean resumes) {
        this.parts = parts;
        this.link = link;
        this.resumes = resumes;
    }

    @Override
    public Session connect(Share share, int attempt) throws FerryException, InterruptedException {
        if (attempt == 1) {
            share.phase("connecting");
        }
        Session session = attempt == 1 ? first(parts, link, share::recovery) : again(share);
        share.linked(session.connection().routeReason(), session.connection().facts(), List.of());
        return session;
    }

    /** The connection, or a new one, to a device that may be just starting. */
    static Session first(Parts parts, PairedLink link, Consumer<RecoveryAction> steps) throws FerryException, InterruptedException {
        long end = parts.platform().nanoTime() + APPEAR.toNanos();
        while (link.live().isEmpty() && parts.targets().routes(link.device()).isEmpty() && parts.platform().nanoTime() < end) {
            link.awaitChange(APPEAR.toMillis() / 10);
        }
        Backoff backoff = new Backoff();
        Duration timeout = DialWay.CONNECT;
        int longer = 0;
        for (int tries = 1; ; tries++) {
            try {
                return link.connect(timeout);
            } catch (FerryException e) {
                if (e.problem() instanceof Problem.TimeoutError && longer < MOST_LONGER) {
                    timeout = timeout.multipliedBy(2);
                    steps.accept(new RecoveryAction.RetryWithLongerTimeout(++longer, MOST_LONGER, timeout));
                    continue;
                }
                // It is seen, and may be starting again at this moment.
                if (tries == FIRST_TRIES || !(e.problem() instanceof Problem.NetworkError network && network.retryable())) {
                    throw e;
                }
                Duration pause = backoff.next();
                steps.accept(new RecoveryAction.Reconnect(tries, pause));
                link.awaitChange(pause.toMillis());
            }
        }
    }

    private Session again(Share share) throws FerryException, InterruptedException {
        Backoff backoff = new Backoff();
        long begun = parts.platform().nanoTime();
        for (int tries = 1; ; tries++) {
            Duration pause = backoff.next();
            share.recovery(new RecoveryAction.Reconnect(tries, pause));
            link.awaitChange(pause.toMillis());
            try {
                return link.connect();
            } catch (FerryException e) {
                Duration waited = Duration.ofNanos(parts.platform().nanoTime() - begun);
                boolean starting = e.problem() instanceof Problem.RelationshipError && waited.compareTo(START) < 0;
                if (!starting && !isHopeful(e.problem()) || waited.compareTo(HOPE) > 0) {
                    throw e;
                }
            }
        }
    }

    /** A key that changed or a block does not change back by waiting. A handshake that fails with who was there before was meddled with on the way, or another program had its port. */
    private static boolean isHopeful(Problem problem) {
        return problem instanceof Problem.NetworkError || problem instanceof Problem.NotFound || problem instanceof Problem.TimeoutError
                || problem instanceof Problem.MissingPart || problem instanceof Problem.EncryptionError;
    }

    @Override
    public boolean resumes() {
        return resumes;
    }

    @Override
    public boolean again(Ending why) {
        // A link whose keys have served long enough is replaced under every transfer.
        return why.lost() && resumes || why.equals(Ending.replaced());
    }

    @Override
    public void close() {
        // The connection stays for the next share.
    }
}
