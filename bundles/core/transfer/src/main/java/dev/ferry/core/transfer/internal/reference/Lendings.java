package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.api.ShareHandle;
import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.api.ShareResult;
import dev.ferry.api.ShareTarget;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.protocol.wire.ReferenceList;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.send.Consignment;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.source.SourceEntry;
import dev.ferry.core.transfer.internal.source.SourceStart;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import dev.ferry.model.TransferState;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner's side: what holders ask for is looked up, permitted and served, each time anew. */
final class Lendings {
    private static final Logger LOG = LoggerFactory.getLogger(Lendings.class);
    private static final int MOST_LISTS = 4;
    private static final int MOST_FETCHES = 8;

    private final Tools tools;
    private final Rights rights;
    private final Carrier carrier;
    private final Slots lists = new Slots(MOST_LISTS);
    private final Slots fetches = new Slots(MOST_FETCHES);

    Lendings(Tools tools, Rights rights, Carrier carrier) {
        this.tools = tools;
        this.rights = rights;
        this.carrier = carrier;
    }

    private Granted granted(Reference reference) {
        return new Granted(reference.roots(), tools.own());
    }

    /** Reader thread. */
    Optional<StreamHandler> list(DeviceId holder, Session session, int stream, ReferenceList list) throws ProtocolException {
        UUID id = ReferenceWire.id(list.getReference());
        Optional<ReferencePath> path = list.getPath().isEmpty() ? Optional.empty() : Optional.of(ReferenceWire.path(list.getPath()));
        Optional<Runnable> slot = lists.take(holder);
        Lending lending = new Lending(tools.platform(), session, stream, new Listed(holder, id, path, list.getWhole(), slot.isPresent()), slot.orElse(() -> { }));
        lending.begin();
        return Optional.of(lending);
    }

    private final class Listed implements Lending.Opening {
        private final DeviceId holder;
        private final UUID id;
        private final Optional<ReferencePath> path;
        private final boolean whole;
        private final boolean admitted;

        Listed(DeviceId holder, UUID id, Optional<ReferencePath> path, boolean whole, boolean admitted) {
            this.holder = holder;
            this.id = id;
            this.path = path;
            this.whole = whole;
            this.admitted = admitted;
        }

        @Override
        public void demand() throws DeniedException {
            if (!admitted) {
                throw denied(ReferenceFault.TOO_MANY);
            }
            rights.demand(holder, id, AccessLevel.LIST_ONLY, OptionalLong.empty());
        }

        @Override
        public SourceWalk open() throws DeniedException {
            Reference reference = rights.demand(holder, id, AccessLevel.LIST_ONLY, OptionalLong.empty());
            return granted(reference).list(path, whole).orElseThrow(() -> denied(ReferenceFault.NO_SUCH_PATH));
        }

        @Override
        public boolean isTop(SourceEntry entry) {
            return path.isPresent() && entry.path().equals(path.get().toString());
        }
    }

    private static DeniedException denied(ReferenceFault fault) {
        return new DeniedException(fault, Faults.said(fault, "This device"));
    }

    /** Reader thread; the answer is an offer, or why there is none. */
    void get(DeviceId holder, Session session, int stream, ReferenceGet get) throws ProtocolException {
        UUID id = ReferenceWire.id(get.getReference());
        byte[] transfer = get.getTransfer().toByteArray();
        ReferenceWire.id(get.getTransfer());
        List<ReferencePath> paths = ReferenceWire.paths(get.getPathsList());
        Optional<Runnable> slot = fetches.take(holder);
        if (slot.isEmpty()) {
            session.send(ReferenceWire.answer(stream, ReferenceFault.TOO_MANY));
            return;
        }
        tools.platform().run(() -> {
            try {
                serve(holder, id, transfer, paths).result().thenAccept(result -> {
                    slot.get().run();
                    if (result.state() != TransferState.COMPLETED) {
                        // Heard only where nothing was offered.
                        session.send(ReferenceWire.answer(stream, fault(result)));
                    }
                });
            } catch (DeniedException e) {
                slot.get().run();
                session.send(ReferenceWire.answer(stream, e.fault()));
            } catch (FerryException | RuntimeException e) {
                LOG.warn("What was asked for out of a reference could not be sent", e);
                slot.get().run();
                session.send(ReferenceWire.answer(stream, ReferenceFault.NOT_READABLE));
            }
        });
    }

    private ShareHandle serve(DeviceId holder, UUID id, byte[] transfer, List<ReferencePath> paths) throws DeniedException, FerryException {
        Reference reference = rights.demand(holder, id, AccessLevel.READ_ONLY, OptionalLong.empty());
        Granted granted = granted(reference);
        List<SourceStart> starts = granted.choose(paths).orElseThrow(() -> denied(ReferenceFault.NO_SUCH_PATH));
        return carrier.send(new ShareRequest(List.of(), new ShareTarget.PairedDevice(holder), Optional.empty(), ShareOptions.DEFAULT),
                new Consignment(transfer, ReferenceWire.bytes(id), () -> starts.isEmpty() ? granted.everything() : granted.walk(starts),
                        () -> rights.refusal(holder, id, AccessLevel.READ_ONLY, OptionalLong.empty())));
    }

    private static ReferenceFault fault(ShareResult result) {
        Optional<Problem> problem = result.problem();
        if (problem.filter(Problem.BadRequest.class::isInstance).isPresent()) {
            return ReferenceFault.NO_SUCH_PATH;
        }
        return problem.filter(Problem.PolicyRefused.class::isInstance).isPresent() ? ReferenceFault.NOT_ALLOWED : ReferenceFault.NOT_READABLE;
    }

    /** For an offer of a holder that is to be put into a reference; empty where it was never given to it. */
    Optional<Invitation> put(DeviceId holder, UUID id) {
        return tools.book().given(holder, id).map(reference -> {
            Optional<Path> room = granted(reference).room();
            return new Invitation(room.orElse(reference.roots().get(0).path()), ConflictPolicy.RENAME, true, Optional.empty(), manifest -> {
                OptionalLong bytes = manifest.map(Manifest::totalBytes).map(OptionalLong::of).orElseGet(OptionalLong::empty);
                Optional<Problem> refusal = rights.refusal(holder, id, AccessLevel.READ_WRITE, bytes);
                return refusal.isPresent() || granted(reference).room().isPresent() ? refusal
                        : Optional.of(new Problem.FileAccessDenied("", "The folder that files are put into is not there any more."));
            });
        });
    }
}
