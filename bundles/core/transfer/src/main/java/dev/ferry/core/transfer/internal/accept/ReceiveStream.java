package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.ManifestPage;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.ManifestReader;
import dev.ferry.core.transfer.internal.pack.Unpacker;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.share.Cancels;
import dev.ferry.core.transfer.internal.share.Hold;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.core.transfer.internal.share.ShareControl;
import dev.ferry.model.Problem;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One offer on one connection, and the transfer that it becomes. Messages come on the reader thread; the answer, a pause or an end from any. All work on the
 * {@link Reception} passes the gate: before the stage changes the answering thread, afterwards the reader.
 */
public final class ReceiveStream implements StreamHandler, ShareControl, Telling.Host {
    private final Platform platform;
    private final Line line;
    private final Decider decider;
    private final Offered offered;
    private final Gate gate = new Gate();
    private final AtomicBoolean answered = new AtomicBoolean();
    private ManifestReader manifest;
    private volatile Stage stage = Stage.LISTING;
    private volatile Reception reception;
    private volatile Window window;
    private volatile Unpacker unpacker;
    private volatile IdleWatch idle;
    private volatile Ending lost;
    /** The other side stands still; said in any stage. */
    private volatile boolean pausedThere;

    ReceiveStream(Platform platform, Session session, int stream, Offered offered, Decider decider) {
        this.platform = platform;
        this.line = new Line(session, stream);
        this.offered = offered;
        this.decider = decider;
        this.manifest = new ManifestReader(offered.kind(), offered.metadata(), offered.transfer().bytes().toByteArray(), platform.scratch());
    }

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public Line line() {
        return line;
    }

    // The answer: any thread that may wait.

    /**
     * Accepts.
     *
     * @return false: it is too late, and the reception is the caller's to end
     */
    boolean begin(Reception accepted) {
        if (!answered.compareAndSet(false, true) || !gate.enter()) {
            return false;
        }
        List<Want.Builder> wants;
        try {
            wants = accepted.open();
            window = new Window(platform, accepted.share().lane(line.session()), accepted.intention().terms().bytesPerSecond(),
                    new Reach(accepted.intention().manifest().totalBytes(), platform::nanoTime, line),
                    bytes -> line.grant(bytes, accepted.verified()));
            unpacker = new Unpacker(line.packing(accepted.intention().terms()), accepted.intention()::fileBytes);
            idle = new IdleWatch(platform, accepted::isAwaiting, this::broken);
            reception = accepted;
            accepted.share().release(Hold.NETWORK);
            accepted.share().release(Hold.SPACE);
            accepted.share().active("receiving");
            accepted.share().control(this);
            applyFlowThere(accepted.share());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            gate.exit();
        }
        stage = Stage.RECEIVING;
        accepted.say(this, wants);
        window.open();
        idle.start();
        line.session().expect(accepted.missingBytes());
        if (gate.isClosed()) {
            stopTimers();
        }
        return true;
    }

    /** Says no. */
    void reject(RejectReason reason, long needed, long available) {
        if (answered.compareAndSet(false, true) && gate.close(() -> { })) {
            line.reject(reason, needed, available);
            line.session().release(line.stream());
        }
    }

    /** Why the connection ended, if it ended under the offer or the transfer. */
    Optional<Ending> lost() {
        return Optional.ofNullable(lost);
    }

    /** No answer can reach the offer any more, and nothing of the transfer comes this way. */
    @Override
    public boolean isOver() {
        return gate.isClosed() || line.session().isEnded();
    }

    // What the other side says: reader thread.

    @Override
    public void message(Control control) throws ProtocolException {
        switch (control.getOfCase()) {
            case MANIFEST_PAGE -> page(control.getManifestPage());
            case MANIFEST_END -> {
                Manifest whole = manifest.end(control.getManifestEnd());
                manifest = null;
                stage = Stage.ASKING;
                platform.run(() -> decider.decide(this, whole));
            }
            case DIGESTS -> {
                window.answered();
                visit(to -> to.digests(control.getDigests()));
            }
            case PIECES -> {
                window.answered();
                visit(to -> to.pieces(control.getPieces()));
            }
            case ENTRY_PROBLEM -> visit(to -> to.sourceProblem(control.getEntryProblem()));
            case SOURCE_END -> { }
            case FLOW -> flowThere(control.getFlow().getPaused());
            case CANCEL -> over(Cancels.byPeer(control.getCancel().getReason()), isForNow(control.getCancel().getReason()), Optional.empty());
            default -> throw new ProtocolException("A message " + control.getOfCase() + " has no meaning here");
        }
    }

    private void page(ManifestPage page) throws ProtocolException {
        if (answered.get()) {
            return;
        }
        try {
            manifest.page(page);
        } catch (UncheckedIOException e) {
            reject(RejectReason.NO_SPACE, 0, 0);
            decider.gone(new Problem.InsufficientStorage(0, 0, "So many files were offered that their names are kept on the disk, and it did not take them. "
                    + "Free some space where Ferry keeps its cache, and let them be sent again."));
        }
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        int bytes = data.payload().remaining();
        window.spend(bytes);
        visit(to -> to.data(unpacker.unpack(data)));
        window.consumed(bytes);
    }

    /** What is done at a visit. */
    private interface Visit {
        void to(Reception reception) throws ProtocolException, InterruptedException;
    }

    private void visit(Visit visit) throws ProtocolException {
        if (!gate.enter()) {
            return;
        }
        idle.busy();
        try {
            visit.to(reception);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            broken(new Problem.NetworkError(true, "Ferry was stopped on this device. Start it and let it be sent again."), CancelReason.FAULT);
        } finally {
            idle.heard();
            gate.exit();
        }
    }

    private void flowThere(boolean paused) {
        pausedThere = paused;
        Reception running = reception;
        if (running != null) {
            applyFlowThere(running.share());
        }
    }

    /** What was said on an earlier connection is void: the other side says it again where it still holds. */
    private synchronized void applyFlowThere(Share share) {
        if (pausedThere) {
            share.hold(Hold.THERE);
        } else {
            share.release(Hold.THERE);
        }
        idle.flow(isPaused(share));
    }

    private static boolean isPaused(Share share) {
        return share.isHeld(Hold.HERE) || share.isHeld(Hold.THERE);
    }

    @Override
    public void ended(Ending ending) {
        lost = ending;
        answered.set(true);
        gate.close(() -> {
            stopTimers();
            if (reception == null) {
                decider.gone(ending.problem());
            } else {
                reception.detach();
                decider.lost(reception, ending);
            }
        });
    }

    // What is wished here: any thread.

    @Override
    public void flow(boolean paused) {
        Reception running = reception;
        if (running != null) {
            idle.flow(isPaused(running.share()));
            line.flow(paused);
        }
    }

    @Override
    public void cancel() {
        over(Cancels.here(), false, Optional.of(CancelReason.BY_PERSON));
    }

    @Override
    public void broken(Problem why, CancelReason reason) {
        over(why, isForNow(reason), Optional.of(reason));
    }

    @Override
    public void finished() {
        gate.close(() -> {
            stopTimers();
            decider.left(reception);
        });
        line.session().release(line.stream());
    }

    /** Nobody decided against it: what has come may be gone on with. */
    private static boolean isForNow(CancelReason reason) {
        return reason == CancelReason.FAULT || reason == CancelReason.TIMEOUT || reason == CancelReason.STORAGE_FULL;
    }

    private void over(Problem why, boolean forNow, Optional<CancelReason> tell) {
        answered.set(true);
        boolean first = gate.close(() -> {
            stopTimers();
            if (reception == null) {
                decider.gone(why);
            } else if (why instanceof Problem.InsufficientStorage && reception.isResumable()) {
                // It waits for space as it would for a connection; the sender comes again.
                reception.detach();
                decider.lost(reception, new Ending(why, true));
            } else if (forNow) {
                reception.suspend(why);
                decider.left(reception);
            } else {
                reception.abort(why);
                decider.left(reception);
            }
        });
        if (first) {
            tell.ifPresent(line::cancel);
            line.session().release(line.stream());
        }
    }

    private void stopTimers() {
        if (window != null) {
            window.close();
            unpacker.close();
            idle.close();
        }
    }
}
