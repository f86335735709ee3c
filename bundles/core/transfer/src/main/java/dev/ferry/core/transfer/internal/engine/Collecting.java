package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.CollectRequest;
import dev.ferry.core.link.Connection;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.send.Stop;
import dev.ferry.core.transfer.internal.send.StoppedException;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Fetches what somebody offers under a code: dials, takes the one offer, and receives it. {@link #run} is its one thread and becomes the reader. */
final class Collecting implements ShareControl {
    /** The other side knows its files when it shows the code, or soon after. */
    private static final Duration OFFER = Duration.ofMinutes(2);

    private final Parts parts;
    private final Share share;
    private final CollectRequest request;
    private final Proof proof;
    private final Task task = new Task();
    private volatile Session session;

    Collecting(Parts parts, Share share, CollectRequest request, Proof proof) {
        this.parts = parts;
        this.share = share;
        this.request = request;
        this.proof = proof;
    }

    void run() {
        share.control(this);
        try {
            share.phase("connecting");
            Connection connection = task.waitFor(() -> DialWay.dial(parts, Purpose.COLLECT, proof, List.of(), parts.identity().name()));
            receive(connection);
        } catch (FerryException e) {
            end(e.problem());
        } catch (StoppedException e) {
            end(e.stop() instanceof Stop.Here here ? here.problem() : Cancels.here());
        }
    }

    private void receive(Connection connection) {
        share.linked(connection.routeReason(), connection.facts(), connection.checkWords());
        Visitor visitor = Strangers.visitor(parts, connection, Optional.of(Invitation.collecting(request, share)));
        share.peer(visitor.relationship().get(), visitor.name());
        Session opened = new Session(connection, parts.platform(), new OneOffer(parts, visitor, this::end));
        session = opened;
        share.phase("waiting");
        share.result().thenRun(() -> Strangers.closeSoon(parts, opened));
        Future<?> patience = parts.platform().timer().schedule(() -> {
            if (share.view().phase().equals("waiting")) {
                end(new Problem.TimeoutError(Problem.TimeoutError.Timer.IDLE, OFFER, "The other device offered nothing. Share the files there again, and take the new code."));
            }
        }, OFFER.toMillis(), TimeUnit.MILLISECONDS);
        share.result().thenRun(() -> patience.cancel(false));
        opened.run();
    }

    private void end(Problem why) {
        share.end(new Outcome().ended(why));
    }

    @Override
    public void flow(boolean paused) { }

    /** Before the offer is here; afterwards its stream is in control. */
    @Override
    public void cancel() {
        task.stop(new Stop.Here(Cancels.here(), CancelReason.BY_PERSON));
        Session opened = session;
        if (opened != null) {
            end(Cancels.here());
            opened.close(Ending.because(Cancels.here()));
        }
    }
}
