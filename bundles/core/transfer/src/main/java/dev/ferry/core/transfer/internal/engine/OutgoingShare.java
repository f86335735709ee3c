package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.Metadata;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestBuilder;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.send.BlockSize;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.send.Mover;
import dev.ferry.core.transfer.internal.send.Outgoing;
import dev.ferry.core.transfer.internal.send.Receipts;
import dev.ferry.core.transfer.internal.send.SendStream;
import dev.ferry.core.transfer.internal.send.Settled;
import dev.ferry.core.transfer.internal.send.Stop;
import dev.ferry.core.transfer.internal.send.StoppedException;
import dev.ferry.core.transfer.internal.send.WalkedSource;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Hold;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import dev.ferry.model.SessionTerms;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends one share from its walk to its result, over as many connections as it takes. {@link #run} is its one thread. */
final class OutgoingShare implements ShareControl {
    private static final Logger LOG = LoggerFactory.getLogger(OutgoingShare.class);

    /** Pauses between looks whether the receiver's disk has room again, and how many: an hour. */
    private static final long LOOK_SECONDS = 5;
    private static final int MOST_LOOKS = 720;

    private final Platform platform;
    private final Share share;
    private final ShareRequest request;
    private final SessionTerms terms;
    private final String label;
    private final Way way;
    private final Consignment consignment;
    private final Supplier<Optional<Problem>> moveRefusal;
    private final Lasting lasting;
    private final Task task = new Task();
    private final Outcome outcome = new Outcome();

    /**
     * One try of what lasts, the only one of what does not.
     *
     * @param moveRefusal why nothing may be deleted here for that device now
     */
    OutgoingShare(Platform platform, Share share, ShareRequest request, SessionTerms terms, String label, Way way, Consignment consignment,
                  Supplier<Optional<Problem>> moveRefusal, Lasting lasting) {
        this.platform = platform;
        this.share = share;
        this.request = request;
        this.terms = terms;
        this.label = label;
        this.way = way;
        this.consignment = consignment;
        this.moveRefusal = moveRefusal;
        this.lasting = lasting;
    }

    void run() {
        Optional<Future<?>> limit = timeLimit().map(this::limit);
        share.control(this);
        try (way) {
            Stop stop = send();
            if (stop instanceof Stop.Finished) {
                share.end(outcome.completed());
            } else if (!Unreached.isUnanswered(problem(stop))) {
                share.end(outcome.ended(problem(stop)));
            } else {
                endUnlessItWaits(problem(stop));
            }
        } catch (FerryException e) {
            endUnlessItWaits(e.problem());
        } catch (StoppedException e) {
            share.end(outcome.ended(problem(e.stop())));
        } catch (RuntimeException e) {
            LOG.error("A share failed by a fault of Ferry", e);
            share.end(outcome.ended(new Problem.InternalError("The share failed by a fault of Ferry: " + e.getClass().getSimpleName() + ". The log has the details.")));
        } finally {
            limit.ifPresent(timer -> timer.cancel(false));
        }
    }

    private void endUnlessItWaits(Problem why) {
        if (!lasting.waits(why)) {
            share.end(outcome.ended(why));
        }
    }

    private Stop send() throws FerryException, StoppedException {
        Offering.Identity identity = lasting.before().map(Offering.Identity::of).orElseGet(() -> Offering.Identity.of(consignment.transfer()));
        Metadata metadata = request.options().preserveTimes() ? metadata(terms.metadata()) : Metadata.MINIMAL;
        WalkedSource.Walked walked = WalkedSource.walk(consignment.walk().get(), new ManifestBuilder(kind(), metadata, identity.transfer().toByteArray(), platform.scratch()),
                platform.scratch(), outcome, share::isEnded);
        try (WalkedSource source = walked.source()) {
            task.check();
            demandSendable(walked.manifest());
            Offering offering = Offering.of(offer(metadata, walked.manifest()), walked.manifest(), identity, lasting.before(), platform.scratch());
            Manifest manifest = offering.manifest();
            Settled settled = new Settled(manifest, outcome);
            Optional<Mover> mover = kind() == ShareKind.MOVE ? Optional.of(new Mover(source, manifest, outcome, platform, moveRefusal)) : Optional.empty();
            Outgoing outgoing = new Outgoing(share, manifest, source, offering.offer(), settled, outcome, mover.map(Receipts.class::cast).orElse(Receipts.NONE), platform,
                    terms, request.options().compression(), new BlockSize(terms.chunking(), largest(manifest), offering.blockBytes()));
            share.total(manifest.totalBytes(), manifest.count());
            Stop stop = attempts(outgoing, mover, offering);
            if (stop instanceof Stop.Finished) {
                outcome.resent(settled.resent());
            }
            return stop;
        }
    }

    /** Whatever ends it, what is removed here is removed before its end is told. */
    private Stop attempts(Outgoing outgoing, Optional<Mover> mover, Offering offering) throws FerryException, StoppedException {
        boolean cancelled = false;
        try {
            Stop stop = attempts(outgoing, offering);
            cancelled = !(stop instanceof Stop.Finished) && problem(stop) instanceof Problem.Cancelled;
            return stop;
        } catch (StoppedException e) {
            cancelled = problem(e.stop()) instanceof Problem.Cancelled;
            throw e;
        } finally {
            boolean keep = cancelled;
            mover.ifPresent(one -> one.finish(keep));
            outgoing.settled().tellFailures();
        }
    }

    private ShareKind kind() {
        return request.options().kind() == ShareOptions.Kind.MOVE ? ShareKind.MOVE : ShareKind.COPY;
    }

    private Stop attempts(Outgoing outgoing, Offering offering) throws FerryException, StoppedException {
        int looks = 0;
        for (int attempt = 1; ; attempt++) {
            int number = attempt;
            Session session = task.waitFor(() -> way.connect(share, number));
            lasting.begun(offering.begun(outgoing.blocks().on(session)));
            Stop stop = task.send(new SendStream(outgoing, session));
            boolean lost = stop instanceof Stop.Lost gone && way.again(gone.ending());
            boolean full = way.resumes() && stop instanceof Stop.ByPeer peer && peer.problem() instanceof Problem.InsufficientStorage
                    && outgoing.settled().acceptedCount() > 0;
            if (!lost && !(full && ++looks <= MOST_LOOKS)) {
                return stop;
            }
            share.hold(full ? Hold.SPACE : Hold.NETWORK);
            share.phase(full ? "no space" : "waiting");
            share.control(this);
            if (full) {
                share.recovery(new RecoveryAction.Retry(looks, MOST_LOOKS));
                awaitSpace();
            }
        }
    }

    /** The receiver keeps what it has, and says at the next offer whether there is room for the rest. */
    private void awaitSpace() throws FerryException, StoppedException {
        CountDownLatch over = new CountDownLatch(1);
        platform.timer().schedule(over::countDown, LOOK_SECONDS, TimeUnit.SECONDS);
        task.waitFor(() -> {
            over.await();
            return over;
        });
    }

    private void demandSendable(Manifest manifest) throws FerryException {
        if (manifest.count() == 0) {
            throw new FerryException(new Problem.BadRequest("There is nothing to share in what was named: everything was left out."));
        }
        long most = terms.maxFileBytes().orElse(Long.MAX_VALUE);
        if (largest(manifest) > most) {
            throw new FerryException(new Problem.TransferRejected(Problem.TransferRejected.Reason.TOO_LARGE,
                    "A file is larger than the " + most + " bytes that the profile '" + terms.profile() + "' carries. Pair the devices, or split the file."));
        }
    }

    private static long largest(Manifest manifest) {
        return manifest.entries().stream().mapToLong(ManifestEntry::size).max().orElse(0);
    }

    private Offer offer(Metadata metadata, Manifest manifest) {
        return Offer.newBuilder().setReference(consignment.reference()).setLabel(label).setMessage(request.message().orElse("")).setKind(kind())
                .setMetadata(metadata).setCheck(dev.ferry.core.protocol.wire.CheckAlgorithm.XXH3_128).setCount(manifest.count())
                .setTotalBytes(terms.metadata() == SessionTerms.Metadata.MINIMAL ? Padded.bytes(manifest.totalBytes()) : manifest.totalBytes()).build();
    }

    private static Metadata metadata(SessionTerms.Metadata level) {
        return switch (level) {
            case MINIMAL -> Metadata.MINIMAL;
            case TIMES -> Metadata.TIMES;
            case FULL -> Metadata.FULL;
        };
    }

    private Optional<Duration> timeLimit() {
        Optional<Duration> asked = request.options().timeout();
        return asked.isPresent() ? asked : terms.timeout();
    }

    private Future<?> limit(Duration most) {
        Problem why = new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL, most,
                "It took longer than the " + most.toSeconds() + " seconds that this share may take. Send less at once, or over a faster network.");
        return platform.timer().schedule(() -> stop(new Stop.Here(why, CancelReason.TIMEOUT)), most.toMillis(), TimeUnit.MILLISECONDS);
    }

    private static Problem problem(Stop stop) {
        if (stop instanceof Stop.ByPeer peer) {
            return peer.problem();
        }
        if (stop instanceof Stop.Here here) {
            return here.problem();
        }
        return stop instanceof Stop.Lost lost ? lost.ending().problem() : Cancels.here();
    }

    /** Any thread. */
    void stop(Stop why) {
        task.stop(why);
    }

    /** Nothing flows yet; the stream is told when there is one. */
    @Override
    public void flow(boolean paused) { }

    @Override
    public void cancel() {
        stop(new Stop.Here(Cancels.here(), CancelReason.BY_PERSON));
    }
}
