package dev.ferry.core.transfer.internal.accept;

import com.google.protobuf.ByteString;
import dev.ferry.core.protocol.wire.Accept;
import dev.ferry.core.protocol.wire.Cancel;
import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.protocol.wire.Finished;
import dev.ferry.core.protocol.wire.Flow;
import dev.ferry.core.protocol.wire.Grant;
import dev.ferry.core.protocol.wire.Range;
import dev.ferry.core.protocol.wire.Receipt;
import dev.ferry.core.protocol.wire.Reject;
import dev.ferry.core.protocol.wire.RejectReason;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.pack.Packing;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.model.SessionTerms;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a receiver says on its stream. Any thread; in order; only the methods that say so wait. */
record Line(Session session, int stream) implements Reach.Distance {
    @Override
    public Optional<Duration> roundTrip() {
        return session.roundTrip();
    }

    @Override
    public void ask() {
        session.ask();
    }

    /** What may come compressed over this connection. */
    Optional<Packing> packing(SessionTerms terms) {
        return Packing.of(terms, session.connection());
    }

    /** Waits while much is waiting to leave: not for the reader's thread. */
    void accept(Intention intention) {
        session.sendPatiently(Control.newBuilder().setAccept(Accept.newBuilder().setStream(stream).setTransfer(intention.offered().transfer().bytes())
                .setManifestHash(ByteString.copyFrom(intention.manifest().hash())).addAllChosen(intention.chosen())
                .setCompressFrom(packing(intention.terms()).map(Packing::from).orElse(0L)).setBlockBytes(intention.blockBytes())).build());
    }

    /** Waits as {@link #accept}. */
    void want(Want.Builder want) {
        session.sendPatiently(Control.newBuilder().setWant(want.setStream(stream)).build());
    }

    /** Soon. */
    void wantSoon(Want.Builder want) {
        session.send(Control.newBuilder().setWant(want.setStream(stream)).build());
    }

    /** Waits as {@link #accept}. */
    void problemPatiently(int file, EntryFault fault) {
        session.sendPatiently(problemMessage(file, fault));
    }

    void problem(int file, EntryFault fault) {
        session.send(problemMessage(file, fault));
    }

    void corrupt(int file, Damage where) {
        session.send(Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(stream).setFile(file).setFault(EntryFault.INTEGRITY)
                .setOffset(where.offset()).setLength(where.length())).build());
    }

    private Control problemMessage(int file, EntryFault fault) {
        return Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(stream).setFile(file).setFault(fault)).build();
    }

    void grant(long bytes, long verified) {
        session.send(Control.newBuilder().setGrant(Grant.newBuilder().setStream(stream).setBytes(bytes).setVerified(verified)).build());
    }

    void receipt(List<Range> files) {
        session.send(Control.newBuilder().setReceipt(Receipt.newBuilder().setStream(stream).addAllFiles(files)).build());
    }

    void finished(Ledger ledger, long bytes, long renamed) {
        session.send(Control.newBuilder().setFinished(Finished.newBuilder().setStream(stream).setFiles(ledger.durableCount()).setBytes(bytes)
                .setFailed(ledger.failedCount()).setRenamed(renamed)).build());
    }

    void reject(RejectReason reason, long needed, long available) {
        session.send(Control.newBuilder().setReject(Reject.newBuilder().setStream(stream).setReason(reason).setNeeded(needed).setAvailable(available)).build());
    }

    void cancel(CancelReason reason) {
        session.send(Control.newBuilder().setCancel(Cancel.newBuilder().setStream(stream).setReason(reason)).build());
    }

    void flow(boolean paused) {
        session.send(Control.newBuilder().setFlow(Flow.newBuilder().setStream(stream).setPaused(paused)).build());
    }
}
