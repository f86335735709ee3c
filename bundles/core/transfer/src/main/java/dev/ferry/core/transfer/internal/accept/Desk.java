package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.identity.TrustStore;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.Reject;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.protocol.wire.ShareKind;
import dev.ferry.core.transfer.internal.disk.OwnFolders;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.receive.Forcing;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Shares;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.policy.PolicyQuestion;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Where offers come in: looks whether one may be made at all, and gives each that may to an {@link Intake}. One for the whole device. */
public final class Desk {
    private final Tools tools;
    private final PromptLimits limits;
    private static final long SWEEP_MINUTES = 60;
    /** What a process left that was killed while it removed it has no lock any more, and is known from what is just being made by its age alone. */
    private static final int SECOND_SWEEP_SECONDS = 45;

    private final Receptions receptions;
    private final Future<?> sweeps;
    private final Future<?> secondSweep;
    private final Set<Intake> live = ConcurrentHashMap.newKeySet();

    /**
     * What the desk works with.
     *
     * @param inboxFolder where files go when nobody says otherwise
     * @param own         where nothing goes whoever says so
     */
    public record Tools(Platform platform, Policy policy, TrustStore trust, Shares shares, Inbox inbox, Supplier<Path> inboxFolder, OwnFolders own, SpaceLedger space, Forcing forcing,
                        Journal journal) { }

    public Desk(Tools tools) {
        this.tools = tools;
        this.limits = new PromptLimits(tools.platform().nanos());
        this.receptions = new Receptions(tools.platform());
        this.sweeps = tools.platform().timer().scheduleAtFixedRate(() -> tools.platform().run(this::sweep), 0, SWEEP_MINUTES, TimeUnit.MINUTES);
        this.secondSweep = tools.platform().timer().schedule(() -> tools.platform().run(this::sweep), SECOND_SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /** Removes what nobody will go on with, where received files go: in the inbox, its folders, and where something is to go on. */
    private void sweep() {
        Set<Path> alive = new HashSet<>();
        Path inbox = tools.inboxFolder().get();
        for (Path folder : Sweep.places(inbox, tools.journal().folders())) {
            if (Sweep.isKept(folder, !inbox.equals(folder.getParent()), tools.platform().now())) {
                alive.add(folder);
            }
        }
        tools.journal().keepOnly(alive);
    }

    /** Why nothing may be received into that folder; empty where it may, as far as this device's own folders go. */
    public Optional<Problem> refusal(Path folder) {
        try {
            return tools.own().hold(folder) ? Optional.of(Accepting.ownFolder(folder)) : Optional.empty();
        } catch (IOException e) {
            // Whoever opens it finds out why.
            return Optional.empty();
        }
    }

    public Tools tools() {
        return tools;
    }

    Receptions receptions() {
        return receptions;
    }

    /** An offer came. Reader thread. Empty: refused, and said so. */
    public Optional<StreamHandler> offered(Session session, int stream, Offer offer, Visitor visitor) throws ProtocolException {
        Offered offered = Offered.of(offer);
        DeviceRelationship from = visitor.relationship().get();
        SessionTerms terms;
        try {
            terms = tools.policy().terms(from);
        } catch (FerryException e) {
            return refuse(session, stream, visitor, RejectReason.POLICY, e.problem());
        }
        Optional<Problem> refusal = refusal(visitor, from, Operation.OFFER, OptionalLong.empty());
        if (refusal.isPresent()) {
            return refuse(session, stream, visitor, RejectReason.POLICY, refusal.get());
        }
        if (offered.kind() == ShareKind.MOVE) {
            Optional<Problem> moveRefusal = refusal(visitor, from, Operation.MOVE, OptionalLong.empty());
            if (moveRefusal.isPresent()) {
                return refuse(session, stream, visitor, RejectReason.POLICY, moveRefusal.get());
            }
        }
        Optional<Problem> unfit = visitor.invitation().flatMap(invitation -> invitation.refusal(Optional.empty()));
        if (unfit.isPresent()) {
            return refuse(session, stream, visitor, RejectReason.POLICY, unfit.get());
        }
        Optional<PromptLimits.Place> place = Optional.empty();
        boolean known = key(visitor, offered).map(key -> receptions.knows(key) || tools.journal().find(key).isPresent()).orElse(false);
        if (!offer.getReference().isEmpty() && visitor.invitation().isEmpty() && !known) {
            return refuse(session, stream, visitor, RejectReason.POLICY, new Problem.PolicyRefused("reference", "Nobody here asked for these files of a reference."));
        }
        if (terms.consent() == SessionTerms.Consent.ASK && visitor.invitation().isEmpty() && !known) {
            place = limits.enter(visitor.limitKey(), visitor.device().isEmpty());
            if (place.isEmpty()) {
                return refuse(session, stream, visitor, RejectReason.BUSY,
                        new Problem.TransferRejected(Problem.TransferRejected.Reason.BUSY, "Enough offers are waiting for an answer already."));
            }
        }
        Intake intake = new Intake(this, visitor, offered, place);
        live.add(intake);
        ReceiveStream opened = new ReceiveStream(tools.platform(), session, stream, offered, intake);
        intake.on(opened);
        visitor.invitation().flatMap(Invitation::share).ifPresent(share -> share.control(opened));
        return Optional.of(opened);
    }

    private static Optional<StreamHandler> refuse(Session session, int stream, Visitor visitor, RejectReason reason, Problem why) {
        session.send(Control.newBuilder().setReject(Reject.newBuilder().setStream(stream).setReason(reason)).build());
        visitor.invitation().ifPresent(invitation -> invitation.end(why));
        return Optional.empty();
    }

    /**
     * Asks a person about something else than files that a device offers.
     *
     * @return false: enough offers are waiting for an answer already
     */
    public boolean ask(Visitor visitor, OfferView view, Inbox.Asker asker) {
        Optional<PromptLimits.Place> place = limits.enter(visitor.limitKey(), visitor.device().isEmpty());
        place.ifPresent(taken -> tools.inbox().ask(view, new Placed(taken, asker)));
        return place.isPresent();
    }

    /** Whether nobody needs to be asked about an offer of this one. */
    boolean isAutomatic(Visitor visitor, Manifest manifest) {
        return isAutomatic(visitor, OptionalLong.of(manifest.totalBytes()));
    }

    public boolean isAutomatic(Visitor visitor, OptionalLong bytes) {
        DeviceRelationship from = visitor.relationship().get();
        try {
            return tools.policy().terms(from).consent() == SessionTerms.Consent.AUTOMATIC && visitor.device().isPresent()
                    && refusal(visitor, from, Operation.AUTO_ACCEPT, bytes).isEmpty();
        } catch (FerryException e) {
            return false;
        }
    }

    public Optional<Problem> refusal(Visitor visitor, DeviceRelationship from, Operation operation, OptionalLong bytes) {
        return tools.policy().refusal(new PolicyQuestion(from, visitor.context(), operation, bytes));
    }

    /** Under what a transfer may be taken up again; empty for those who stay strangers. */
    static Optional<Receptions.Key> key(Visitor visitor, Offered offered) {
        return visitor.device().map(device -> new Receptions.Key(device, offered.transfer()));
    }

    /** Whether something accepted is still to come from this device over a new connection. */
    public boolean awaits(DeviceId device) {
        return receptions.awaits(device);
    }

    /** Ferry stops: what waits for a connection ends, and goes on when Ferry starts again. */
    public void close() {
        sweeps.cancel(false);
        secondSweep.cancel(false);
        receptions.suspendAll(new Problem.NetworkError(true, "Ferry was stopped on this device. Start it and let it be sent again."));
    }

    void done(Intake intake) {
        live.remove(intake);
    }

    /** Trust, profiles or rules changed: what is not allowed any more ends now. Not for the thread that changed them. */
    public void reconsider() {
        live.forEach(Intake::reconsider);
        receptions.abortOf(device -> tools.trust().pair(device).isEmpty() || tools.trust().blocked(device).isPresent(),
                new Problem.PolicyRefused("trust", "The device is not paired with this one any more."));
    }
}
