package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ConflictPolicy;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.ReferenceGet;
import dev.ferry.core.transfer.internal.accept.Invitation;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Files that were asked for out of a held reference, until their owner offers them under the transfer that this side named. That offer is accepted without a question, if
 * it is of nothing else; from then on it is a transfer like any other.
 */
final class Fetch implements StreamHandler, ShareControl {
    private final Share share;
    private final Reference held;
    private final String owner;
    private final UUID transfer;
    private final List<ReferencePath> paths;
    private final Path folder;
    private final ConflictPolicy conflict;
    private final Holding holding;
    private volatile Session session;
    private volatile int stream;
    private volatile boolean offered;

    /** @param owner how to call it */
    Fetch(Holding holding, Share share, Reference held, String owner, UUID transfer, List<ReferencePath> paths, Path folder, ConflictPolicy conflict) {
        this.holding = holding;
        this.share = share;
        this.held = held;
        this.owner = owner;
        this.transfer = transfer;
        this.paths = List.copyOf(paths);
        this.folder = folder;
        this.conflict = conflict;
    }

    boolean is(Reference of, UUID id) {
        return held.id().equals(of.id()) && transfer.equals(id);
    }

    /** Asks. On an io thread. */
    void run(Carrier carrier) {
        share.control(this);
        share.phase("connecting");
        try {
            Session connected = carrier.connect(share, held.device());
            if (share.isEnded()) {
                return;
            }
            share.phase("waiting");
            session = connected;
            connected.open(this, this::get).ifPresentOrElse(opened -> stream = opened, () -> end(Ending.broken().problem()));
        } catch (FerryException e) {
            end(e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(Ending.leaving().problem());
        }
    }

    private Control get(int number) {
        return Control.newBuilder().setReferenceGet(ReferenceGet.newBuilder().setStream(number).setReference(ReferenceWire.bytes(held.id())).setTransfer(ReferenceWire.bytes(transfer))
                .addAllPaths(paths.stream().map(ReferencePath::toString).toList())).build();
    }

    private void end(Problem why) {
        share.end(new Outcome().ended(why));
    }

    /** For the offer, when it comes; later ones of the same transfer go on with what was begun. */
    Optional<Invitation> invitation() {
        return offered ? Optional.empty() : Optional.of(new Invitation(folder, conflict, true, Optional.of(share), this::refusal));
    }

    private Optional<Problem> refusal(Optional<Manifest> manifest) {
        if (share.isEnded()) {
            return Optional.of(Cancels.here());
        }
        Optional<Problem> over = holding.refusal(held);
        if (over.isPresent() || manifest.isEmpty()) {
            return over;
        }
        if (!paths.isEmpty() && !manifest.get().entries().stream().allMatch(entry -> ReferencePath.of(entry.path()).filter(this::isAskedFor).isPresent())) {
            return Optional.of(new Problem.ProtocolError(owner + " offers other files than were asked for, so nothing was taken. Is its Ferry damaged or of another version?"));
        }
        settled();
        return Optional.empty();
    }

    private boolean isAskedFor(ReferencePath entry) {
        return paths.stream().anyMatch(entry::isWithin);
    }

    private synchronized void settled() {
        if (!offered) {
            offered = true;
            session.release(stream);
        }
    }

    @Override
    public Stage stage() {
        return Stage.FETCHING;
    }

    @Override
    public void message(Control control) {
        session.release(stream);
        end(Faults.said(control.getReferenceAnswer().getFault(), owner));
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("What asks for files carries no payload");
    }

    @Override
    public void ended(Ending ending) {
        if (!offered) {
            end(ending.problem());
        }
    }

    @Override
    public void flow(boolean paused) { }

    /** Before the offer is here; afterwards its stream is in control. */
    @Override
    public void cancel() {
        end(Cancels.here());
    }
}
