package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.FerryEvent;
import dev.ferry.api.ReferenceEntry;
import dev.ferry.api.ReferenceRequest;
import dev.ferry.api.ReferenceService;
import dev.ferry.api.ReferenceView;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Offer;
import dev.ferry.core.protocol.wire.ReferenceEnded;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * {@link ReferenceService}, and where messages about references come in. What was given ends here: by its owner, by the clock, or with the pair.
 */
public final class References implements ReferenceService {
    /** A clock may be set: it is looked at so often at least. */
    private static final long LONGEST_LOOK_MILLIS = 30_000;
    private static final int MAX_NAME = 512;

    private final Tools tools;
    private final Carrier carrier;
    private final Lendings lendings;
    private final Holding holding;
    private final Offering offering;
    private final Set<Weighing> weighing = ConcurrentHashMap.newKeySet();
    private Optional<Future<?>> look = Optional.empty();
    private boolean closed;

    public References(Tools tools, Carrier carrier) {
        this.tools = tools;
        this.carrier = carrier;
        Rights rights = new Rights(tools.book(), tools.policy(), tools.platform().clock(), carrier::relationship);
        this.lendings = new Lendings(tools, rights, carrier);
        this.holding = new Holding(tools, carrier);
        this.offering = new Offering(tools, rights, carrier, this::view, this::arm, this::over);
    }

    /** Once the engine is put together. */
    public void begin() {
        Instant now = tools.platform().now();
        // Its answer was never heard: it does not hold.
        tools.book().all().stream().filter(reference -> reference.state() == State.OFFERED).forEach(reference -> tools.book().end(reference.id(), State.REVOKED, now));
        reconsider();
        arm();
    }

    // The application's calls.

    @Override
    public Given give(ReferenceRequest request) throws FerryException {
        return offering.give(request);
    }

    @Override
    public List<ReferenceView> references() {
        return Stream.concat(weighing.stream().flatMap(one -> one.waiting(one.offered().id()).stream()), tools.book().all().stream()).map(this::view).toList();
    }

    @Override
    public Optional<ReferenceView> find(UUID id) {
        return weighing.stream().flatMap(one -> one.waiting(id).stream()).findFirst().or(() -> tools.book().find(id)).map(this::view);
    }

    private ReferenceView view(Reference reference) {
        State state = reference.isDue(tools.platform().now()) ? State.EXPIRED : reference.state();
        return new ReferenceView(reference.id(), reference.given(), reference.device(), tools.name(reference.device()),
                reference.names().stream().map(name -> PeerText.escape(name, MAX_NAME)).toList(), reference.access(), reference.expires(), state, reference.since(),
                reference.count(), reference.bytes());
    }

    @Override
    public long list(UUID reference, String path, boolean whole, Consumer<List<ReferenceEntry>> pages) throws FerryException, InterruptedException {
        return holding.list(reference, path, whole, pages);
    }

    @Override
    public ShareHandle get(UUID reference, List<String> paths, Path folder, ConflictPolicy conflict) throws FerryException {
        return holding.get(reference, paths, folder, conflict);
    }

    @Override
    public ShareHandle put(UUID reference, List<ShareRequest.Item> files) throws FerryException {
        UUID transfer = UUID.randomUUID();
        return holding.put(reference, files, ByteBuffer.allocate(16).putLong(transfer.getMostSignificantBits()).putLong(transfer.getLeastSignificantBits()).array());
    }

    @Override
    public ReferenceView revoke(UUID id) throws FerryException {
        Reference given = tools.book().find(id).filter(Reference::given)
                .orElseThrow(() -> new FerryException(new Problem.NotFound(id.toString(), "This device gave no such reference. List them with: ferry refs")));
        try {
            tools.book().change(id, reference -> !reference.isOver(), State.REVOKED, tools.platform().now());
        } finally {
            offering.takeBack(id);
            over(given);
        }
        return view(tools.book().find(id).orElse(given));
    }

    /** What runs of it ends, and its holder hears why. */
    private void over(Reference given) {
        carrier.reconsider();
        carrier.live(given.device()).ifPresent(session -> tell(given.device(), session));
    }

    // What the other devices say: reader thread.

    public Optional<StreamHandler> asked(Visitor visitor, Session session, int stream, Control opening) throws ProtocolException {
        DeviceId device = visitor.device().orElseThrow(() -> new ProtocolException("Only paired devices have references"));
        switch (opening.getOfCase()) {
            case REFERENCE_OFFER -> {
                return Optional.of(weigh(new Weighing(tools, visitor, session, stream, opening.getReferenceOffer())));
            }
            case REFERENCE_LIST -> {
                return lendings.list(device, session, stream, opening.getReferenceList());
            }
            default -> {
                lendings.get(device, session, stream, opening.getReferenceGet());
                return Optional.empty();
            }
        }
    }

    private Weighing weigh(Weighing offered) {
        weighing.removeIf(one -> one.waiting(one.offered().id()).isEmpty());
        weighing.add(offered);
        tools.platform().run(offered::decide);
        return offered;
    }

    /** What was said here about an offer that belongs to a reference; empty where nothing was. */
    public Optional<Invitation> invitation(DeviceId from, Offer offer) throws ProtocolException {
        if (offer.getReference().isEmpty()) {
            return Optional.empty();
        }
        UUID id = ReferenceWire.id(offer.getReference());
        UUID transfer = ReferenceWire.id(offer.getTransfer());
        Optional<Reference> held = tools.book().held(from, id);
        return held.isPresent() ? holding.invitation(held.get(), transfer) : lendings.put(from, id);
    }

    public void ended(DeviceId owner, ReferenceEnded message) throws ProtocolException {
        UUID id = ReferenceWire.id(message.getReference());
        ReferenceWire.demand(message.getWhy() == ReferenceFault.WAS_REVOKED || message.getWhy() == ReferenceFault.HAS_EXPIRED, "A reference ends for no known reason");
        if (tools.book().held(owner, id).filter(held -> !held.isOver()).isPresent()) {
            tools.platform().run(() -> ended(owner, id, message.getWhy() == ReferenceFault.HAS_EXPIRED ? State.EXPIRED : State.REVOKED));
        }
    }

    private void ended(DeviceId owner, UUID id, State state) {
        tools.book().end(id, state, tools.platform().now()).ifPresent(ended -> {
            carrier.reconsider();
            String name = tools.name(owner);
            tools.platform().events().publish(new FerryEvent.Notice(tools.platform().now(), "reference-ended",
                    Faults.over(state, name).message() + " It led to " + view(ended).names().get(0) + (ended.names().size() > 1 ? " and more." : ".")));
        });
    }

    /** A connection is there: its other end hears what ended meanwhile. Returns at once. */
    public void connected(DeviceId device, Session session) {
        tell(device, session);
    }

    private void tell(DeviceId holder, Session session) {
        tools.book().all().stream().filter(reference -> reference.given() && reference.device().equals(holder) && reference.isOver() && reference.state() != State.DECLINED)
                .forEach(reference -> session.send(Control.newBuilder().setReferenceEnded(ReferenceEnded.newBuilder().setReference(ReferenceWire.bytes(reference.id()))
                        .setWhy(Faults.of(reference.state()))).build()));
    }

    // Time and trust.

    /** Trust changed: with a pair its references go, and with a block they end. Not for the thread that changed it. */
    public void reconsider() {
        tools.book().forget(reference -> tools.trust().pair(reference.device()).isEmpty() && tools.trust().blocked(reference.device()).isEmpty());
        tools.book().all().stream().filter(reference -> !reference.isOver() && tools.trust().blocked(reference.device()).isPresent())
                .forEach(reference -> tools.book().end(reference.id(), State.REVOKED, tools.platform().now()));
    }

    /** Sets the timer for what expires next. */
    private synchronized void arm() {
        look.ifPresent(timer -> timer.cancel(false));
        if (closed) {
            return;
        }
        Instant now = tools.platform().now();
        tools.book().all().stream().filter(reference -> !reference.isOver()).flatMap(reference -> reference.expires().stream()).min(Instant::compareTo).ifPresent(next -> {
            long millis = Math.min(LONGEST_LOOK_MILLIS, Math.max(1, Duration.between(now, next).toMillis() + 1));
            look = Optional.of(tools.platform().timer().schedule(() -> tools.platform().run(this::expire), millis, TimeUnit.MILLISECONDS));
        });
    }

    private void expire() {
        Instant now = tools.platform().now();
        List<Reference> due = new ArrayList<>();
        tools.book().all().stream().filter(reference -> reference.isDue(now)).forEach(reference -> tools.book().end(reference.id(), State.EXPIRED, now).ifPresent(due::add));
        due.stream().filter(Reference::given).forEach(this::over);
        tools.book().forget(reference -> reference.isOver() && reference.since().plus(ReferenceBook.KEPT).isBefore(now));
        arm();
    }

    public synchronized void close() {
        closed = true;
        look.ifPresent(timer -> timer.cancel(false));
    }
}
