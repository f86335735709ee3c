package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.manifest.EntryKeys;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Problem.TransferRejected;
import dev.ferry.model.SessionTerms;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides about one offer: what was begun goes on, what is not allowed is refused, trust or a given consent accepts, and else a person is asked. */
final class Intake implements Decider, Inbox.Asker {
    private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

    private final Desk desk;
    private final Desk.Tools tools;
    private final Visitor visitor;
    private final Offered offered;
    private final Optional<PromptLimits.Place> place;
    /** Under what it may be taken up again. */
    private final Optional<Receptions.Key> key;
    private final AtomicReference<Optional<UUID>> asked = new AtomicReference<>(Optional.empty());
    /** Of the offer and of the share that it becomes. */
    private final UUID id;
    private ReceiveStream stream;
    private volatile Manifest manifest;
    /** No person was asked: the trust that accepted must last. */
    private volatile boolean automatic;

    Intake(Desk desk, Visitor visitor, Offered offered, Optional<PromptLimits.Place> place) {
        this.desk = desk;
        this.tools = desk.tools();
        this.visitor = visitor;
        this.offered = offered;
        this.place = place;
        this.key = Desk.key(visitor, offered);
        this.id = visitor.invitation().flatMap(Invitation::share).map(Share::id).orElseGet(UUID::randomUUID);
    }

    void on(ReceiveStream opened) {
        stream = opened;
    }

    @Override
    public void decide(ReceiveStream on, Manifest whole) {
        manifest = whole;
        try {
            if (key.isPresent()) {
                desk.receptions().alone(key.get(), () -> decideOnce(key.get()));
            } else {
                decideAnew();
            }
        } catch (RefusedException e) {
            refuse(e);
        } catch (FerryException e) {
            refuse(new RefusedException(RejectReason.POLICY, e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(new RefusedException(RejectReason.DECLINED, new Problem.NetworkError(true, "Ferry was stopped on this device.")));
        } catch (RuntimeException e) {
            // Whoever waits for an answer must have one.
            LOG.error("An offer was refused because of a fault of Ferry", e);
            Problem fault = new Problem.InternalError("The offer could not be taken by a fault of Ferry: " + e.getClass().getSimpleName() + ". The log has the details.");
            key.ifPresent(known -> desk.receptions().failed(known, stream, fault));
            refuse(new RefusedException(RejectReason.DECLINED, fault));
        }
    }

    private Continuation.Outcome decideOnce(Receptions.Key known) throws RefusedException, FerryException, InterruptedException {
        Continuation.Outcome begun = new Continuation(desk, visitor, offered, manifest, stream).take(known);
        if (begun instanceof Continuation.Outcome.New) {
            decideAnew();
        } else if (begun instanceof Continuation.Outcome.Resumed resumed) {
            automatic = resumed.reception().intention().automatic();
            resumed.reception().share().result().thenRun(() -> desk.done(this));
        }
        return begun;
    }

    private void decideAnew() throws RefusedException, FerryException, InterruptedException {
        DeviceRelationship from = visitor.relationship().get();
        SessionTerms terms = tools.policy().terms(from);
        demandAllowed(from, terms);
        Optional<Journal.Kept> kept = key.flatMap(desk.tools().journal()::find).filter(before -> before.fits(manifest.hash()) && mayGoOn(before, from));
        if (kept.isPresent()) {
            automatic = kept.get().automatic();
            Accepting.Ready ready = prepare(terms, kept.get().folder(), kept.get().conflict(), kept.get().chosen());
            if (kept.get().paused()) {
                ready.reception().share().pause();
            }
            start(ready);
        } else if (visitor.invitation().isPresent() && visitor.invitation().get().consentGiven()) {
            Invitation invitation = visitor.invitation().get();
            start(prepare(terms, invitation.folder(), invitation.conflict(), Set.of()));
        } else if (desk.isAutomatic(visitor, manifest)) {
            automatic = true;
            Path folder = Destination.of(tools.inboxFolder().get(), tools.trust(), visitor.device().orElseThrow());
            start(prepare(terms, folder, ConflictPolicy.RENAME, Set.of()));
        } else {
            ask(from);
        }
    }

    /** Before anybody is asked. */
    private void demandAllowed(DeviceRelationship from, SessionTerms terms) throws RefusedException {
        Optional<Problem> refusal = desk.refusal(visitor, from, Operation.OFFER, OptionalLong.of(manifest.totalBytes()));
        if (refusal.isPresent()) {
            throw new RefusedException(RejectReason.POLICY, refusal.get());
        }
        Optional<Problem> unfit = visitor.invitation().flatMap(invitation -> invitation.refusal(Optional.of(manifest)));
        if (unfit.isPresent()) {
            throw new RefusedException(RejectReason.POLICY, unfit.get());
        }
        if (manifest.count() == 0) {
            throw new RefusedException(RejectReason.DECLINED, new Problem.BadRequest("The offer holds nothing."));
        }
        long largest = terms.maxFileBytes().orElse(Long.MAX_VALUE);
        if (manifest.entries().stream().anyMatch(entry -> entry.size() > largest)) {
            throw new RefusedException(RejectReason.TOO_LARGE, new Problem.TransferRejected(TransferRejected.Reason.TOO_LARGE,
                    "A file is larger than the " + largest + " bytes that are accepted from this device. Pair the devices, or have the file split."));
        }
    }

    private void ask(DeviceRelationship from) throws RefusedException, FerryException {
        Path folder = defaultFolder();
        OptionalLong free;
        try {
            Accepting.reserve(tools, manifest, folder).close();
            free = OptionalLong.of(tools.space().available(folder));
        } catch (DiskException e) {
            free = OptionalLong.empty();
        }
        OfferView view = OfferViews.of(id, visitor, from, offered, manifest, free, tools.platform().now().plus(Inbox.CONSENT));
        visitor.invitation().flatMap(Invitation::share).ifPresent(share -> share.phase("consent"));
        asked.set(Optional.of(view.id()));
        tools.inbox().ask(view, this);
        if (stream.isOver()) {
            tools.inbox().withdraw(view.id());
        }
    }

    /** What was accepted before this process began goes on without asking, as over a new connection. */
    private boolean mayGoOn(Journal.Kept before, DeviceRelationship from) {
        return desk.refusal(visitor, from, Operation.RESUME, OptionalLong.empty()).isEmpty() && (!before.automatic() || desk.isAutomatic(visitor, manifest));
    }

    private Accepting.Ready prepare(SessionTerms terms, Path folder, ConflictPolicy conflict, Set<Long> chosen) throws RefusedException, InterruptedException {
        if (key.isPresent()) {
            desk.receptions().supersede(key.get(), stream.line().session(), EntryKeys.of(manifest));
        }
        Accepting.Ready ready = new Accepting(tools, id, visitor, offered, manifest, terms, automatic).prepare(folder, isFolderNamed(), conflict, chosen);
        if (key.isPresent() && terms.resumable()) {
            tools.journal().begin(key.get(), new Journal.Kept(manifest.hash(), folder, conflict, chosen, automatic, false), ready.reception());
        }
        return ready;
    }

    /** By a person here, or as the inbox; else it is called like the other device, or was given to it. */
    private boolean isFolderNamed() {
        return visitor.invitation().map(invitation -> invitation.share().isPresent()).orElse(!automatic);
    }

    private Path defaultFolder() {
        return visitor.invitation().map(Invitation::folder).orElse(tools.inboxFolder().get());
    }

    private void start(Accepting.Ready ready) throws RefusedException {
        Reception reception = ready.reception();
        // Before it begins: from then on its connection may be lost at any moment.
        key.ifPresent(known -> desk.receptions().add(known, reception, stream));
        if (stream.begin(reception)) {
            place.ifPresent(taken -> taken.leave(true));
            reception.share().result().thenRun(() -> desk.done(this));
        } else if (stream.lost().isPresent()) {
            // Accepted all the same: the sender comes again.
            lost(reception, stream.lost().get());
        } else {
            key.ifPresent(known -> desk.receptions().forget(known, stream));
            Problem late = Inbox.gone().problem();
            reception.abort(late);
            throw new RefusedException(RejectReason.DECLINED, late);
        }
    }

    private void refuse(RefusedException refused) {
        LOG.debug("An offer was refused: {}", refused.reason());
        stream.reject(refused.reason(), refused.needed(), refused.available());
        gone(refused.problem());
    }

    // A person's answer.

    @Override
    public Optional<ShareHandle> accept(Answer.Accept answer) throws FerryException {
        try {
            return Optional.of(key.isEmpty() ? acceptAnew(answer) : desk.receptions().alone(key.get(), () -> acceptOnce(key.get(), answer)));
        } catch (RefusedException e) {
            throw new FerryException(e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Inbox.gone();
        }
    }

    private ShareHandle acceptOnce(Receptions.Key known, Answer.Accept answer) throws FerryException, RefusedException, InterruptedException {
        if (desk.receptions().knows(known)) {
            // It was accepted when it was asked about over its last connection.
            throw Inbox.gone();
        }
        return acceptAnew(answer);
    }

    private ShareHandle acceptAnew(Answer.Accept answer) throws FerryException, RefusedException, InterruptedException {
        SessionTerms terms = tools.policy().terms(visitor.relationship().get());
        Accepting.Ready ready = prepare(terms, answer.folder().orElse(defaultFolder()), answer.conflict(), answer.items());
        start(ready);
        return ready.reception().share();
    }

    @Override
    public void reject(boolean block) {
        refuse(new RefusedException(RejectReason.DECLINED, new Problem.TransferRejected(TransferRejected.Reason.DECLINED, "It was declined here.")));
        if (block && visitor.device().isPresent()) {
            try {
                tools.trust().block(visitor.device().get(), "declined an offer");
            } catch (FerryException e) {
                LOG.warn("A device could not be blocked: {}", e.problem().code());
            }
        }
    }

    @Override
    public void expire() {
        refuse(new RefusedException(RejectReason.CONSENT_TIMEOUT,
                new Problem.TransferRejected(TransferRejected.Reason.CONSENT_TIMEOUT, "Nobody answered the offer in time.")));
    }

    // The end.

    @Override
    public void gone(Problem why) {
        desk.done(this);
        place.ifPresent(taken -> taken.leave(false));
        asked.get().ifPresent(tools.inbox()::withdraw);
        // A process that is there for this alone ends then, and must have said why.
        visitor.invitation().ifPresent(invitation -> tools.platform().run(() -> {
            stream.line().session().awaitLeft();
            invitation.end(why);
        }));
    }

    @Override
    public void lost(Reception reception, Ending ending) {
        desk.done(this);
        if (key.isPresent() && ending.lost() && reception.isResumable()) {
            desk.receptions().detached(key.get(), stream, ending);
        } else if (ending.problem() instanceof Problem.NetworkError) {
            // Ferry stops here: it goes on when it is started again.
            reception.suspend(ending.problem());
            left(reception);
        } else {
            reception.abort(ending.problem());
            left(reception);
        }
    }

    @Override
    public void left(Reception reception) {
        desk.done(this);
        key.ifPresent(known -> desk.receptions().left(known, stream));
    }

    /** Ends it when the rules changed against it. */
    void reconsider() {
        DeviceRelationship from = visitor.relationship().get();
        Optional<Problem> refusal = desk.refusal(visitor, from, Operation.OFFER, OptionalLong.empty());
        if (refusal.isEmpty()) {
            try {
                tools.policy().terms(from);
                if (automatic && !desk.isAutomatic(visitor, manifest)) {
                    refusal = Optional.of(new Problem.PolicyRefused("trust", "The device is not trusted any more to send without asking."));
                }
            } catch (FerryException e) {
                refusal = Optional.of(e.problem());
            }
        }
        Optional<Problem> over = visitor.invitation().flatMap(invitation -> invitation.refusal(Optional.ofNullable(manifest)));
        if (over.isPresent()) {
            stream.broken(over.get(), CancelReason.REFERENCE_OVER);
        }
        refusal.ifPresent(why -> stream.broken(why, CancelReason.POLICY_CHANGED));
    }
}
