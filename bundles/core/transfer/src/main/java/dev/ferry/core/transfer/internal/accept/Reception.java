package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.Digests;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.Pieces;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.manifest.EntryKeys;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.Selection;
import dev.ferry.core.transfer.internal.names.SafePath;
import dev.ferry.core.transfer.internal.receive.GroupCommit;
import dev.ferry.core.transfer.internal.receive.PartFile;
import dev.ferry.core.transfer.internal.receive.Placement;
import dev.ferry.core.transfer.internal.disk.DiskException;
import dev.ferry.core.transfer.internal.receive.ReceiveFolder;
import dev.ferry.core.transfer.internal.receive.SpaceLedger;
import dev.ferry.core.transfer.internal.share.EntryFaults;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.share.Share;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import dev.ferry.model.RecoveryAction;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One accepted transfer as its receiver knows it, over all connections that it takes: what is durable, what has come, what is missing. Everything that it says to the
 * sender goes to the connection it is attached to; without one it waits to be said again.
 */
final class Reception implements Incoming.Files, Walk.Found {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);

    private static final long TELL_NANOS = 250_000_000L;

    private enum State { OPEN, FINISHING, ABORTED }

    private final Platform platform;
    private final Share share;
    private final Intention intention;
    private final ReceiveFolder folder;
    private final SpaceLedger.Reservation reservation;
    private final GroupCommit commit;
    private final Ledger ledger;
    private final Telling telling;
    private final Incoming incoming;
    private final Inherited inherited;
    private final Outcome outcome = new Outcome();
    private final BitSet selected;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPEN);
    private volatile long verified;
    private long toldVerified;
    private volatile boolean awaiting = true;
    private volatile boolean suspended;

    Reception(Platform platform, Share share, Intention intention, Admission admission, ReceiveFolder folder, SpaceLedger.Reservation reservation, GroupCommit commit,
              FileChecks checks, Inherited inherited) {
        this.platform = platform;
        this.share = share;
        this.intention = intention;
        this.folder = folder;
        this.reservation = reservation;
        this.commit = commit;
        this.selected = intention.selected();
        this.ledger = new Ledger(selected.cardinality());
        this.telling = new Telling(platform, ledger);
        this.incoming = new Incoming(intention, admission.wanted(), folder,
                new Walk(intention.manifest(), admission.wanted(), folder, intention.conflict(), intention.modes(), this), checks, inherited, this);
        this.inherited = inherited;
        outcome.folder(folder.path());
        outcome.skippedUnseen(intention.manifest().skipped());
        admission.faults().forEach((index, fault) -> {
            ledger.failed(index, fault);
            EntryFaults.add(outcome, intention.manifest().entry(index).path(), fault);
        });
        inherited.done().stream().forEach(this::placedBefore);
        intention.terms().timeout().ifPresent(this::limit);
        share.total(Selection.bytes(intention.manifest(), selected), selected.cardinality());
    }

    /** By an earlier run of this device. */
    private void placedBefore(int index) {
        ledger.durable(index);
        outcome.delivered(intention.manifest().entry(index).size());
        inherited.placedAs(index).ifPresent(place -> noteRename(index, place));
    }

    private void limit(Duration most) {
        Future<?> timer = platform.timer().schedule(() -> {
            Problem why = new Problem.TimeoutError(Problem.TimeoutError.Timer.TOTAL, most,
                    "It took longer than is allowed for this device. Have less sent at once, or over a faster network.");
            telling.host().ifPresentOrElse(to -> to.broken(why, CancelReason.TIMEOUT), () -> abort(why));
        }, most.toMillis(), TimeUnit.MILLISECONDS);
        share.result().thenRun(() -> timer.cancel(false));
    }

    Share share() {
        return share;
    }

    Intention intention() {
        return intention;
    }

    /** Whether this offer is the one that was accepted. */
    boolean fits(Offered again, Manifest manifest) {
        return again.equals(intention.offered()) && MessageDigest.isEqual(manifest.hash(), intention.manifest().hash());
    }

    boolean isResumable() {
        return intention.terms().resumable() && state.get() != State.ABORTED;
    }

    /** Payload in verified blocks so far. Any thread. */
    long verified() {
        return verified;
    }

    // Visits: one thread at a time, through the gate of the stream it is attached to.

    /** What to ask for on a new connection. Before payload is legal on it. */
    List<Want.Builder> open() throws InterruptedException {
        List<Want.Builder> wants = new ArrayList<>();
        incoming.want(wants::add);
        incoming.checkAllCame();
        return wants;
    }

    void data(Frame.Data data) throws ProtocolException, InterruptedException {
        incoming.data(data);
        verified = incoming.verified();
        share.bytes(verified);
    }

    void digests(Digests digests) throws ProtocolException, InterruptedException {
        incoming.digests(digests);
        compared();
    }

    void pieces(Pieces pieces) throws ProtocolException, InterruptedException {
        incoming.pieces(pieces);
        compared();
    }

    private void compared() {
        verified = incoming.verified();
        share.bytes(verified);
        working();
    }

    @Override
    public void working() {
        if (platform.nanoTime() - toldVerified > TELL_NANOS) {
            // Nothing is granted while nothing comes, and the sender would take that for silence.
            toldVerified = platform.nanoTime();
            telling.host().ifPresent(to -> to.line().grant(0, verified));
        }
    }

    void sourceProblem(EntryProblem problem) throws ProtocolException, InterruptedException {
        incoming.sourceProblem(problem.getFile(), problem.getFault());
    }

    /** Nothing is missing any more, so that silence means nothing. Any thread. */
    boolean isAwaiting() {
        return awaiting;
    }

    /** The stream is gone. */
    void detach() {
        telling.end();
        incoming.rewind();
    }

    /** Ends it before its end: what is durable stays, what is partial goes. */
    void abort(Problem why) {
        if (giveUp()) {
            dispose(why);
        }
    }

    /**
     * Decides that it ends before its end, and returns at once.
     *
     * @return whether it was this call that decided so; then {@link #dispose} is the caller's
     */
    boolean giveUp() {
        return state.compareAndSet(State.OPEN, State.ABORTED);
    }

    void dispose(Problem why) {
        end(why, false);
    }

    /** The same, and what is partial stays for the same device to go on with, where the terms allow. */
    void keep(Problem why) {
        end(why, intention.terms().resumable());
    }

    private void end(Problem why, boolean keep) {
        suspended = keep;
        telling.end();
        platform.run(() -> {
            incoming.leave();
            close(keep);
            share.end(outcome.ended(why));
        });
    }

    /** Payload that is not here yet. */
    long missingBytes() {
        return Selection.bytes(intention.manifest(), selected) - verified;
    }

    Path folder() {
        return folder.path();
    }

    /** Ends it for now. */
    void suspend(Problem why) {
        if (giveUp()) {
            keep(why);
        }
    }

    /** It has ended, and what is partial lies where it can be gone on with. */
    boolean isSuspended() {
        return suspended;
    }

    /** Whether something that is not done would be of use to a transfer of these entries. */
    boolean overlaps(EntryKeys keys) {
        return selected.stream().filter(i -> !ledger.isSettled(i)).mapToObj(inherited::key).anyMatch(key -> key.isPresent() && keys.contains(key.getAsLong()));
    }

    /** Says all that the sender must know on a new stream. Any thread that may wait, not at a visit. */
    void say(Telling.Host to, List<Want.Builder> wants) {
        telling.begin(to, intention, wants);
        if (state.get() == State.FINISHING) {
            sayFinished();
        }
    }

    // What becomes of files.

    @Override
    public void complete(int index, PartFile part) throws InterruptedException, DiskException {
        part.seal(false);
        reservation.used(part.length());
        commit.add(part, intention.conflict(), placement -> placed(index, placement));
    }

    @Override
    public void same(int index, SafePath place) throws InterruptedException {
        reservation.used(intention.manifest().entry(index).size());
        commit.addStanding(place, inherited.key(index), placement -> placed(index, placement));
    }

    @Override
    public void ask(Want.Builder want) {
        telling.host().ifPresent(to -> to.line().wantSoon(want));
    }

    /** A session whose chunks are fixed asks for nothing again. */
    @Override
    public boolean again(int number, int chunkBytes) {
        boolean more = intention.terms().chunking().adaptive() && number <= Repair.MOST_TRIES;
        share.recovery(more ? new RecoveryAction.RetryWithSmallerChunks(number, Repair.MOST_TRIES, chunkBytes) : new RecoveryAction.Fail());
        return more;
    }

    @Override
    public void corrupt(int index, Damage where) {
        LOG.debug("An entry stayed other than it was sent");
        EntryFaults.corrupt(outcome, intention.manifest().entry(index).path(), where.offset(), where.length());
        if (telling.corrupt(index, where)) {
            complete();
        }
    }

    @Override
    public void folder(int index, SafePath made) throws InterruptedException {
        commit.addDirectory(made, placement -> placed(index, placement));
    }

    @Override
    public void cannotMake(int index, DiskException why) {
        fail(index, WriteFaults.of(why), why.getMessage());
    }

    /** On the commit's thread. */
    private void placed(int index, Placement placement) {
        if (placement instanceof Placement.Placed placed) {
            noteRename(index, placed.path());
            outcome.delivered(intention.manifest().entry(index).size());
            boolean last = ledger.durable(index);
            share.files(ledger.durableCount());
            telling.receiptsSoon();
            if (last) {
                complete();
            }
        } else if (placement instanceof Placement.Failed failed) {
            fail(index, WriteFaults.of(failed.why()), failed.why().getMessage());
        } else {
            fail(index, EntryFault.EXISTS, "taken");
        }
    }

    private void noteRename(int index, SafePath kept) {
        String offered = intention.manifest().entry(index).path();
        if (!offered.equals(kept.toString())) {
            outcome.renamed(PeerText.escape(offered, EntryFaults.MAX_PATH), PeerText.escape(kept.toString(), EntryFaults.MAX_PATH));
        }
    }

    @Override
    public void fail(int index, EntryFault fault, String why) {
        LOG.debug("An entry was not kept: {}", fault);
        note(index, fault);
        if (telling.failed(index, fault)) {
            complete();
        }
    }

    @Override
    public void failedAtSource(int index, EntryFault fault) {
        note(index, fault);
        if (ledger.failed(index, fault)) {
            complete();
        }
    }

    private void note(int index, EntryFault fault) {
        EntryFaults.add(outcome, intention.manifest().entry(index).path(), fault);
    }

    @Override
    public void allCame() {
        awaiting = false;
        share.phase("finishing");
        if (ledger.isComplete()) {
            complete();
        }
    }

    @Override
    public void full(DiskException why) {
        telling.host().ifPresent(to -> to.broken(new Problem.InsufficientStorage(intention.manifest().totalBytes(), 0,
                "The disk is full. Free some space, or receive into another folder, and let it be sent again."), CancelReason.STORAGE_FULL));
    }

    private void complete() {
        if (state.compareAndSet(State.OPEN, State.FINISHING)) {
            platform.run(() -> {
                close(false);
                sayFinished();
                share.bytes(outcome.bytes());
                share.end(outcome.completed());
            });
        }
    }

    private void sayFinished() {
        telling.finished(outcome.bytes(), outcome.renamedCount());
    }

    /** After the last visit. */
    private void close(boolean keep) {
        try {
            commit.awaitIdle();
            folder.finish();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            if (keep) {
                folder.suspend();
            } else {
                folder.close();
            }
        } catch (DiskException e) {
            LOG.info("What was unfinished could not be removed: {}", e.fault(), e);
        }
        reservation.close();
    }
}
