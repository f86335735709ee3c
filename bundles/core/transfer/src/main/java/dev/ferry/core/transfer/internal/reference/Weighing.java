package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.InboxService.Answer;
import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareHandle;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceOffer;
import dev.ferry.core.transfer.internal.accept.Inbox;
import dev.ferry.core.transfer.internal.accept.Visitor;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.OfferView;
import dev.ferry.model.Operation;
import dev.ferry.model.PeerText;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A reference that is offered here: taken by the trust or by a person, and on the disk before its owner hears yes. */
final class Weighing implements StreamHandler, Inbox.Asker {
    private static final Logger LOG = LoggerFactory.getLogger(Weighing.class);
    private static final int MAX_NAME = 512;

    private final Tools tools;
    private final Visitor visitor;
    private final Session session;
    private final int stream;
    private final Reference offered;
    private final String label;
    private final Optional<String> message;
    private final AtomicBoolean answered = new AtomicBoolean();

    Weighing(Tools tools, Visitor visitor, Session session, int stream, ReferenceOffer offer) throws ProtocolException {
        this.tools = tools;
        this.visitor = visitor;
        this.session = session;
        this.stream = stream;
        ReferenceWire.demandInLimits(offer);
        this.offered = reference(visitor.device().orElseThrow(), offer, tools.platform().now());
        this.label = PeerText.escape(offer.getLabel(), MAX_NAME);
        this.message = offer.getMessage().isEmpty() ? Optional.empty() : Optional.of(PeerText.escape(offer.getMessage(), offer.getMessage().length() * 2));
    }

    private static Reference reference(DeviceId owner, ReferenceOffer offer, Instant now) throws ProtocolException {
        AccessLevel access = ReferenceWire.access(offer.getAccess());
        return new Reference(ReferenceWire.id(offer.getReference()), owner, false, access, ReferenceWire.expires(offer.getExpiresSeconds()), State.ACTIVE, now,
                List.copyOf(offer.getNamesList()), offer.getCount(), offer.getTotalBytes(), List.of());
    }

    Reference offered() {
        return offered;
    }

    /** Decides. On an io thread. */
    void decide() {
        DeviceRelationship from = visitor.relationship().get();
        if (tools.desk().refusal(visitor, from, Operation.OFFER, OptionalLong.empty()).isPresent()) {
            say(ReferenceFault.NOT_ALLOWED);
        } else if (tools.book().find(offered.id()).isPresent()) {
            say(ReferenceFault.TOO_MANY);
        } else if (tools.desk().isAutomatic(visitor, OptionalLong.empty())) {
            try {
                take();
            } catch (FerryException e) {
                LOG.warn("A reference could not be taken: {}", e.problem().message());
                say(ReferenceFault.TOO_MANY);
            }
        } else if (!tools.desk().ask(visitor, view(from), this)) {
            say(ReferenceFault.TOO_MANY);
        } else if (answered.get()) {
            tools.inbox().withdraw(offered.id());
        }
    }

    private OfferView view(DeviceRelationship from) {
        List<OfferView.Item> items = new ArrayList<>();
        for (String name : offered.names()) {
            items.add(new OfferView.Item(items.size(), PeerText.escape(ReferenceWire.stem(name), MAX_NAME), "", name.endsWith("/"), 0));
        }
        return new OfferView(offered.id(), from, label, List.of(), message, offered.count(), offered.bytes(), items, OptionalLong.empty(), tools.platform().now().plus(Inbox.CONSENT));
    }

    /** As people see it while it waits. */
    Optional<Reference> waiting(UUID id) {
        boolean waits = !answered.get() && offered.id().equals(id);
        return waits ? Optional.of(offered.in(State.OFFERED, offered.since())) : Optional.empty();
    }

    private void take() throws FerryException {
        if (!answered.compareAndSet(false, true)) {
            throw Inbox.gone();
        }
        boolean taken;
        try {
            taken = tools.book().add(offered);
        } catch (FerryException e) {
            answered.set(false);
            throw e;
        }
        finish(taken ? ReferenceFault.NO_FAULT : ReferenceFault.TOO_MANY);
    }

    private void say(ReferenceFault fault) {
        if (answered.compareAndSet(false, true)) {
            finish(fault);
        }
    }

    private void finish(ReferenceFault fault) {
        session.send(ReferenceWire.answer(stream, fault));
        session.release(stream);
    }

    // A person's answer.

    @Override
    public Optional<ShareHandle> accept(Answer.Accept answer) throws FerryException {
        take();
        return Optional.empty();
    }

    @Override
    public void reject(boolean block) {
        say(ReferenceFault.DECLINED_BY_PERSON);
        if (block) {
            try {
                tools.trust().block(offered.device(), "declined a reference");
            } catch (FerryException e) {
                LOG.warn("A device could not be blocked: {}", e.problem().code());
            }
        }
    }

    @Override
    public void expire() {
        say(ReferenceFault.NOT_ANSWERED);
    }

    // The other side.

    @Override
    public Stage stage() {
        return Stage.WEIGHING;
    }

    @Override
    public void message(Control control) {
        session.release(stream);
        gone();
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("A reference carries no payload");
    }

    @Override
    public void ended(Ending ending) {
        gone();
    }

    private void gone() {
        answered.set(true);
        tools.inbox().withdraw(offered.id());
    }
}
