package dev.ferry.core.transfer.internal.accept;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.disk.DiskException;
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
import java.security.MessageDigest;
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
        this.id = visitor.collecting().map(collecting -> collecting.share().id()).orElseGet(UUID::randomUUID);
    }

    void on(ReceiveStream opened) {
        stream = opened;
    }

    @Override
    public void decide(ReceiveStream on, Manifest whole) {
        manifest = whole;
        try {
            if (!resumes()) {
                decideAnew();
            }
        } catch (RefusedException e) {
            refuse(e);
        } catch (FerryException e) {
            refuse(new RefusedException(RejectReason.NOT_WRITABLE, e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refuse(new RefusedException(RejectReason.DECLINED, new Problem.NetworkError(true, "Ferry was stopped on this device.")));
        }
    }

    private boolean resumes() throws InterruptedException, RefusedException {
        Optional<Receptions.Key> key = Desk.key(visitor, offered);
        if (key.isEmpty() || !desk.receptions().knows(key.get())) {
            return false;
        }
        Optional<Reception> begun = desk.receptions().claim(key.get(), stream);
        if (begun.isEmpty()) {
            if (!desk.receptions().knows(key.get())) {
                return false;
            }
            // The old connection's thread still writes what came over it. The sender comes again.
            stream.line().session().close(Ending.replaced());
            return true;
        }
        Reception reception = begun.get();
        boolean same = reception.fits(offered, manifest) && desk.refusal(visitor, visitor.relationship().get(), Operation.RESUME, OptionalLong.empty()).isEmpty();
        if (!same || !reception.isResumable()) {
            Problem why = new Problem.TransferRejected(TransferRejected.Reason.DECLINED, "The transfer cannot go on.");
            reception.abort(why);
            throw new RefusedException(RejectReason.DECLINED, why);
        }
        if (!stream.begin(reception)) {
            desk.receptions().detached(key.get(), reception, Ending.broken());
        }
        return true;
    }

    private void decideAnew() throws RefusedException, FerryException {
        DeviceRelationship from = visitor.relationship().get();
        SessionTerms terms = tools.policy().terms(from);
        demandAllowed(from, terms);
        if (visitor.collecting().isPresent() && visitor.collecting().get().request().consentGiven()) {
            Visitor.Collecting collecting = visitor.collecting().get();
            start(accepting(terms).prepare(collecting.request().folder(), collecting.request().conflict(), Set.of()));
        } else if (isAutomatic(from, terms)) {
            automatic = true;
            Path folder = Destination.of(tools.inboxFolder().get(), tools.trust(), visitor.device().orElseThrow());
            start(accepting(terms).prepare(folder, ConflictPolicy.RENAME, Set.of()));
        } else {
            ask(from);
        }
    }

    private boolean isAutomatic(DeviceRelationship from, SessionTerms terms) {
        return terms.consent() == SessionTerms.Consent.AUTOMATIC && visitor.device().isPresent()
                && desk.refusal(visitor, from, Operation.AUTO_ACCEPT, OptionalLong.of(manifest.totalBytes())).isEmpty();
    }

    /** Before anybody is asked. */
    private void demandAllowed(DeviceRelationship from, SessionTerms terms) throws RefusedException {
        Optional<Problem> refusal = desk.refusal(visitor, from, Operation.OFFER, OptionalLong.of(manifest.totalBytes()));
        if (refusal.isPresent()) {
            throw new RefusedException(RejectReason.POLICY, refusal.get());
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
        visitor.collecting().ifPresent(collecting -> collecting.share().phase("consent"));
        asked.set(Optional.of(view.id()));
        tools.inbox().ask(view, this);
        if (stream.isOver()) {
            tools.inbox().withdraw(view.id());
        }
    }

    private Accepting accepting(SessionTerms terms) {
        return new Accepting(tools, id, visitor, offered, manifest, terms);
    }

    private Path defaultFolder() {
        return visitor.collecting().map(collecting -> collecting.request().folder()).orElse(tools.inboxFolder().get());
    }

    private void start(Accepting.Ready ready) throws RefusedException {
        Reception reception = ready.reception();
        // Before it begins: from then on its connection may be lost at any moment.
        Desk.key(visitor, offered).ifPresent(key -> desk.receptions().add(key, reception, stream));
        if (stream.begin(reception)) {
            place.ifPresent(taken -> taken.leave(true));
            reception.share().result().thenRun(() -> desk.done(this));
        } else if (stream.lost().isPresent()) {
            // Accepted all the same: the sender comes again.
            lost(reception, stream.lost().get());
        } else {
            Desk.key(visitor, offered).ifPresent(key -> desk.receptions().forget(key, reception));
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
    public ShareHandle accept(Answer.Accept answer) throws FerryException {
        SessionTerms terms = tools.policy().terms(visitor.relationship().get());
        try {
            Accepting.Ready ready = accepting(terms).prepare(answer.folder().orElse(defaultFolder()), answer.conflict(),
                    answer.items());
            start(ready);
            return ready.reception().share();
        } catch (RefusedException e) {
            throw new FerryException(e.problem());
        }
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
        visitor.collecting().ifPresent(collecting -> collecting.end(why));
    }

    @Override
    public void lost(Reception reception, Ending ending) {
        Optional<Receptions.Key> key = Desk.key(visitor, offered).filter(any -> ending.lost() && reception.isResumable());
        if (key.isPresent()) {
            desk.receptions().detached(key.get(), reception, ending);
        } else {
            reception.abort(ending.problem());
        }
    }

    /** Ends it when the rules changed against it. */
    void reconsider() {
        DeviceRelationship from = visitor.relationship().get();
        Optional<Problem> refusal = desk.refusal(visitor, from, Operation.OFFER, OptionalLong.empty());
        if (refusal.isEmpty()) {
            try {
                SessionTerms terms = tools.policy().terms(from);
                if (automatic && !isAutomatic(from, terms)) {
                    refusal = Optional.of(new Problem.PolicyRefused("trust", "The device is not trusted any more to send without asking."));
                }
            } catch (FerryException e) {
                refusal = Optional.of(e.problem());
            }
        }
        refusal.ifPresent(why -> stream.broken(why, CancelReason.POLICY_CHANGED));
    }
}
