package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.CollectRequest;
import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.Limits;
import dev.ferry.api.Pace;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareService;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.link.Proof;
import dev.ferry.core.protocol.crypto.Purpose;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.resolver.Targets;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.send.Stop;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Proximity;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.model.TransferState;
import dev.ferry.spi.policy.PolicyQuestion;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** {@link ShareService}: checks and resolves on the caller's thread, and leaves the rest to an io thread of each share. */
public final class ShareManager implements ShareService {
    private final Parts parts;
    private final PairedLinks links;
    private final Permits permits;
    private final Map<UUID, Running> running = new ConcurrentHashMap<>();
    private final Optional<Courier> courier;

    /** A share that is being sent. */
    private record Running(OutgoingShare sender, DeviceRelationship resolved, Consignment consignment) { }

    ShareManager(Parts parts, PairedLinks links) {
        this.parts = parts;
        this.links = links;
        this.permits = new Permits(parts.policy());
        this.courier = parts.later().map(later -> new Courier(parts, later, links, this::send));
    }

    /** Takes up what earlier processes left. */
    void start() {
        courier.ifPresent(Courier::start);
    }

    /** A paired device may be there. Returns at once. */
    void seen(DeviceId device) {
        courier.ifPresent(one -> one.seen(device));
    }

    @Override
    public ShareHandle share(ShareRequest request) throws FerryException {
        Preflight.check(request);
        if (request.target() instanceof ShareTarget.CodeHolder) {
            DeviceRelationship anyone = stranger(SecurityContext.CODE);
            SessionTerms terms = permits.terms(request, anyone);
            Share share = parts.shares().open(true);
            return begin(share, request, anyone, "whoever types the code", terms, () -> new CodeWay(parts, share, label(request)), files(request), Lasting.NONE);
        }
        Optional<Proof> shown = shownThere(request.target());
        if (shown.isPresent()) {
            DeviceRelationship holder = stranger(shown.get() instanceof Proof.Code ? SecurityContext.CODE : SecurityContext.TICKET);
            SessionTerms terms = permits.terms(request, holder);
            return begin(parts.shares().open(true), request, holder, "whoever shows the code", terms, () -> new DialWay(parts, shown.get(), List.of(), label(request)),
                    files(request), Lasting.NONE);
        }
        Targets.Target target = request.target() instanceof ShareTarget.Auto auto ? parts.targets().choose(auto, request.files()) : parts.targets().resolve(request.target());
        Permits.demandNotBlocked(target);
        SessionTerms terms = permits.terms(request, target.relationship());
        Optional<ShareHandle> same = target.relationship() instanceof DeviceRelationship.Paired pair ? courier.flatMap(one -> one.same(request, pair.id())) : Optional.empty();
        if (same.isPresent()) {
            return same.get();
        }
        Share share = parts.shares().open(true);
        if (request.target() instanceof ShareTarget.Auto) {
            share.choice(target.why());
        }
        Lasting lasting = Lasting.NONE;
        if (target.relationship() instanceof DeviceRelationship.Paired paired) {
            share.result().thenAccept(result -> learn(paired.id(), request, terms, result));
            lasting = courier.filter(one -> resumes(request, terms)).map(one -> one.accompany(share, request, paired.id())).orElse(Lasting.NONE);
        }
        return begin(share, request, target.relationship(), target.name(), terms, () -> way(target, request, terms), files(request), lasting);
    }

    /** What a person chose to send. */
    private static Consignment files(ShareRequest request) {
        return Consignment.of(Randoms.bytes(16), () -> new SourceWalk(request.files()));
    }

    /** Sends to a pair what the consignment says; where the request names files, those of this device. */
    ShareHandle share(ShareRequest request, Consignment consignment) throws FerryException {
        if (!request.files().isEmpty()) {
            Preflight.check(request);
        }
        Targets.Target target = parts.targets().resolve(request.target());
        Permits.demandNotBlocked(target);
        SessionTerms terms = permits.terms(request, target.relationship());
        return begin(parts.shares().open(true), request, target.relationship(), target.name(), terms, () -> way(target, request, terms), consignment, Lasting.NONE);
    }

    @Override
    public ShareHandle queue(ShareRequest request) throws FerryException {
        Preflight.check(request);
        Courier keeper = courier.orElseThrow(() -> bad("Only a daemon keeps what is to be sent later, and none runs on this home. Start one with: ferry up"));
        if (request.target() instanceof ShareTarget.CodeHolder || request.target() instanceof ShareTarget.Auto || shownThere(request.target()).isPresent()) {
            throw bad("What is to be sent later needs a paired device, named. Whoever has a code is there now.");
        }
        Targets.Target target = parts.targets().resolve(request.target());
        Permits.demandNotBlocked(target);
        if (!(target.relationship() instanceof DeviceRelationship.Paired paired)) {
            throw bad("Only for a paired device something is kept until it is there. Pair the devices, or send it now.");
        }
        SessionTerms terms = permits.terms(request, paired);
        ShareHandle share = keeper.queue(request, paired.id());
        share.result().thenAccept(result -> learn(paired.id(), request, terms, result));
        return share;
    }

    private static FerryException bad(String message) {
        return new FerryException(new Problem.BadRequest(message));
    }

    /** One try, on this thread, of what was kept. */
    private void send(Parcel parcel, DeviceRelationship.Paired to) throws FerryException {
        ShareRequest request = parcel.errand().begun().isPresent() ? Preflight.rest(parcel.errand().request(), to.name()) : parcel.errand().request();
        Preflight.check(request);
        SessionTerms terms = permits.terms(request, to);
        parcel.share.terms(terms);
        PairedWay way = new PairedWay(parts, links.of(to.id()), resumes(request, terms));
        Consignment consignment = files(request);
        run(parcel.share, new Running(new OutgoingShare(parts.platform(), parcel.share, request, terms, label(request), way, consignment,
                () -> permits.moveRefusal(Relationships.now(parts.trust(), to)), parcel), to, consignment));
    }

    private void run(Share share, Running now) {
        running.put(share.id(), now);
        try {
            now.sender().run();
        } finally {
            running.remove(share.id(), now);
        }
    }

    private static boolean resumes(ShareRequest request, SessionTerms terms) {
        return terms.resumable() && request.options().resumable().orElse(true);
    }

    /** What arrived there, whole, says something about what will be sent there. */
    private void learn(DeviceId device, ShareRequest request, SessionTerms terms, ShareResult result) {
        if (terms.history() && result.state() == TransferState.COMPLETED && result.files() > 0) {
            parts.platform().run(() -> parts.targets().shared(device, request.files()));
        }
    }

    /** Shares with a code that the receiver shows. */
    private Optional<Proof> shownThere(ShareTarget target) throws FerryException {
        if (target instanceof ShareTarget.DeviceIdentifier typed && (Secrets.looksLikeCode(typed.text()) || Secrets.looksLikeTicket(typed.text()))) {
            return Optional.of(Secrets.parse(typed.text(), Purpose.DROP, parts.platform().now()));
        }
        return Optional.empty();
    }

    private Way way(Targets.Target target, ShareRequest request, SessionTerms terms) {
        if (target.relationship() instanceof DeviceRelationship.Paired paired) {
            return new PairedWay(parts, links.of(paired.id()), resumes(request, terms));
        }
        return new DialWay(parts, new Proof.Words(), target.routes(), label(request));
    }

    private static DeviceRelationship stranger(SecurityContext context) {
        return new DeviceRelationship.Unknown(Optional.empty(), Proximity.LAN, context);
    }

    /** What makes a way may fail. */
    @FunctionalInterface
    private interface Opening {
        Way open() throws FerryException;
    }

    /** From here on the share exists: whatever fails ends it. */
    private ShareHandle begin(Share share, ShareRequest request, DeviceRelationship with, String name, SessionTerms terms, Opening opening, Consignment consignment,
                              Lasting lasting) throws FerryException {
        share.peer(with, name);
        share.terms(terms);
        share.pace(new Pace(request.options().priority(), request.options().bytesPerSecond()));
        try {
            OutgoingShare sender = new OutgoingShare(parts.platform(), share, request, terms, label(request), opening.open(), consignment,
                    () -> permits.moveRefusal(Relationships.now(parts.trust(), with)), lasting);
            Running now = new Running(sender, with, consignment);
            running.put(share.id(), now);
            parts.platform().io().execute(() -> run(share, now));
            return share;
        } catch (FerryException e) {
            parts.shares().drop(share, new Outcome().ended(e.problem()));
            throw e;
        } catch (RuntimeException e) {
            Problem problem = new Problem.InternalError("Ferry is stopping or has no thread left, so the share was not begun.");
            parts.shares().drop(share, new Outcome().ended(problem));
            throw new FerryException(problem, e);
        }
    }

    private String label(ShareRequest request) {
        return switch (request.options().visibility()) {
            case FULL -> parts.identity().name();
            case ALIAS -> parts.alias().get();
            case ANONYMOUS -> "";
        };
    }

    @Override
    public ShareHandle collect(CollectRequest request) throws FerryException {
        Proof proof = Secrets.parse(request.code(), Purpose.COLLECT, parts.platform().now());
        DeviceRelationship offering = stranger(proof instanceof Proof.Code ? SecurityContext.CODE : SecurityContext.TICKET);
        SessionTerms terms = parts.policy().terms(offering);
        if (request.conflict() == ConflictPolicy.OVERWRITE) {
            Optional<Problem> refusal = parts.policy().refusal(new PolicyQuestion(offering, SecurityContext.CODE, Operation.OVERWRITE, OptionalLong.empty()));
            if (refusal.isPresent()) {
                throw new FerryException(refusal.get());
            }
        }
        demandReceivable(request.folder());
        Share share = parts.shares().open(false);
        share.peer(offering, "whoever shows the code");
        share.terms(terms);
        Collecting collecting = new Collecting(parts, share, request, proof);
        parts.platform().run(collecting::run);
        return share;
    }

    @Override
    public void demandReceivable(Path folder) throws FerryException {
        Optional<Problem> refusal = parts.desk().refusal(folder);
        if (refusal.isPresent()) {
            throw new FerryException(refusal.get());
        }
        Preflight.receivable(folder);
    }

    @Override
    public List<ShareHandle> shares() {
        return List.copyOf(parts.shares().all());
    }

    @Override
    public Optional<ShareHandle> find(UUID id) {
        return parts.shares().find(id).map(ShareHandle.class::cast);
    }

    @Override
    public Limits configuredLimits() {
        return parts.limits().configured();
    }

    @Override
    public Limits limits() {
        return parts.platform().bandwidth().limits();
    }

    @Override
    public void limits(Limits limits) {
        parts.limits().set(limits);
    }

    /** This process ends: what outlives it is not given up. */
    void leave() {
        courier.ifPresent(Courier::close);
    }

    void close() {
        running.values().forEach(each -> each.sender().stop(Stop.shutdown()));
    }

    /** Trust, profiles or rules changed: what is not allowed any more ends now. */
    void reconsider() {
        courier.ifPresent(Courier::reconsider);
        running.values().forEach(each -> {
            DeviceRelationship now = Relationships.now(parts.trust(), each.resolved());
            Optional<Problem> refusal = Optional.empty();
            if (now instanceof DeviceRelationship.Blocked blocked) {
                refusal = Optional.of(new Problem.DeviceBlocked(blocked.id().display(), blocked.reason(), "The device is blocked: " + blocked.reason() + "."));
            } else if (each.resolved() instanceof DeviceRelationship.Paired paired && !(now instanceof DeviceRelationship.Paired)) {
                refusal = Optional.of(new Problem.RelationshipError(paired.name(), paired.name() + " is not paired with this device any more. Pair them again to go on."));
            } else {
                try {
                    parts.policy().terms(now);
                } catch (FerryException e) {
                    refusal = Optional.of(e.problem());
                }
            }
            Optional<Problem> over = refusal.isPresent() ? Optional.empty() : each.consignment().refusal().get();
            refusal.ifPresent(why -> each.sender().stop(new Stop.Here(why, CancelReason.POLICY_CHANGED)));
            over.ifPresent(why -> each.sender().stop(new Stop.Here(why, CancelReason.REFERENCE_OVER)));
        });
    }
}
