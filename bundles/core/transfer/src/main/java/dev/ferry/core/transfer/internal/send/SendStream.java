package dev.ferry.core.transfer.internal.send;

import dev.ferry.api.ShareOptions.Compression;
import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
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
import dev.ferry.core.protocol.wire.SourceEnd;
import dev.ferry.core.transfer.internal.manifest.FileChecks;
import dev.ferry.core.transfer.internal.manifest.ManifestEntry;
import dev.ferry.core.transfer.internal.manifest.ManifestPages;
import dev.ferry.core.transfer.internal.pace.Lane;
import dev.ferry.core.transfer.internal.pack.Packer;
import dev.ferry.core.transfer.internal.pack.Packing;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.share.Hold;
import dev.ferry.core.transfer.internal.share.ShareControl;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.BitSet;
import java.util.Optional;

/**
 * One try to send a transfer over one connection. {@link #run} is the sending thread; messages come on the connection's reader thread. A transfer that lost its
 * connection tries again with a new one of these.
 */
public final class SendStream implements StreamHandler, ShareControl {
    private final Outgoing transfer;
    private final Session session;
    private final Demand demand = new Demand();
    private final SendTimers timers;
    /** Files of which was said on this stream that they cannot be sent. The sending thread's. */
    private final BitSet said = new BitSet();
    /** Entries that were receipted on this stream, which hears of all that its receiver knows: one that was started anew may know less. The reader's. */
    private final BitSet receipted = new BitSet();
    private volatile Stage stage = Stage.OFFERING;
    private volatile int stream;
    /** Bytes of files. Sending thread only. */
    private long sent;
    /** Offered, and then agreed to. */
    private volatile int blockBytes;
    private volatile Optional<Packing> packing = Optional.empty();

    public SendStream(Outgoing transfer, Session session) {
        this.transfer = transfer;
        this.session = session;
        this.timers = new SendTimers(transfer.platform(), this::stop);
    }

    /** Offers and serves; returns when it is over, whichever way. Blocks. */
    public Stop run() {
        // What the other side said about a pause on an earlier connection is void: it says so again.
        transfer.share().release(Hold.THERE);
        blockBytes = transfer.blocks().on(session);
        Optional<Integer> opened = session.open(this, number -> Control.newBuilder().setOffer(transfer.offer().toBuilder().setStream(number).setBlockBytes(blockBytes)).build());
        if (opened.isEmpty()) {
            return new Stop.Lost(Ending.replaced());
        }
        stream = opened.get();
        Stop stop;
        try {
            offer();
            demand.awaitAccepted();
            try (Lane lane = transfer.share().lane(session)) {
                serve(lane);
            }
            stop = new Stop.Finished();
        } catch (StoppedException e) {
            stop = e.stop();
        } catch (IOException e) {
            stop = demand.awaitStop();
        } finally {
            timers.close();
        }
        if (stop instanceof Stop.Here here) {
            session.send(Control.newBuilder().setCancel(Cancel.newBuilder().setStream(stream).setReason(here.reason())).build());
        }
        session.release(stream);
        return stop;
    }

    private void offer() {
        transfer.share().phase("offering");
        // Not before the offer: what is wished names a stream that the other side must have heard of.
        transfer.share().control(this);
        ManifestPages.send(transfer.manifest(), stream, page -> {
            if (page.hasManifestEnd()) {
                // Before the other side can have the end, so that its answer finds the stage that allows it.
                stage = Stage.OFFERED;
                transfer.share().phase("consent");
                timers.offered();
            }
            // Behind the offer, which waits in the same queue.
            session.sendPatiently(page);
        });
    }

    private void serve(Lane lane) throws IOException, StoppedException {
        Optional<Packer> packer = packing.map(agreed -> new Packer(agreed, transfer.compression(), transfer.platform()::nanoTime));
        try {
            serve(lane, packer);
        } finally {
            packer.ifPresent(Packer::close);
        }
    }

    private void serve(Lane lane, Optional<Packer> packer) throws IOException, StoppedException {
        long begun = transfer.platform().nanoTime();
        FilePump pump = new FilePump(demand, session.writer(), stream, checks(), lane, packer, new FilePump.Watcher() {
            @Override
            public void sent(long bytes) {
                transfer.settled().sent(bytes);
                sent += bytes;
            }

            @Override
            public boolean isRefused(int file) {
                return transfer.settled().isFailed(file);
            }
        });
        boolean served = false;
        while (true) {
            Piece piece = demand.poll();
            if (piece == null) {
                pump.flush();
                lane.rest();
                if (served) {
                    session.moved(sent, transfer.platform().nanoTime() - begun);
                    session.writer().send(Control.newBuilder().setSourceEnd(SourceEnd.newBuilder().setStream(stream)).build());
                }
                session.writer().flush();
                piece = demand.next();
            }
            served = true;
            send(pump, piece);
        }
    }

    private FileChecks checks() {
        return new FileChecks(transfer.offer().getCheck(), transfer.offer().getCheckSeed().toByteArray(), blockBytes);
    }

    private void send(FilePump pump, Piece piece) throws IOException, StoppedException {
        ManifestEntry entry = transfer.manifest().entry(piece.file());
        if (transfer.settled().isFailed(piece.file())) {
            sayAgain(pump, piece.file());
            return;
        }
        transfer.receipts().telling(piece.file());
        try (Source.File file = transfer.source().open(piece.file())) {
            pump.send(piece, entry, file);
        } catch (SourceException e) {
            pump.flush();
            EntryFault fault = e.changed() ? EntryFault.SOURCE_CHANGED : EntryFault.SOURCE_UNREADABLE;
            transfer.settled().failedHere(piece.file(), fault);
            sayProblem(piece.file(), fault);
        }
    }

    private void sayProblem(int file, EntryFault fault) throws IOException {
        said.set(file);
        session.writer().send(Control.newBuilder().setEntryProblem(EntryProblem.newBuilder().setStream(stream).setFile(file).setFault(fault)).build());
    }

    /** A receiver that was started anew wants what it was told of before. */
    private void sayAgain(FilePump pump, int file) throws IOException {
        Optional<EntryFault> fault = said.get(file) ? Optional.empty() : transfer.settled().faultHere(file);
        if (fault.isPresent()) {
            pump.flush();
            sayProblem(file, fault.get());
        }
    }

    // What the other side says: reader thread.

    @Override
    public Stage stage() {
        return stage;
    }

    @Override
    public void message(Control control) throws ProtocolException {
        timers.heard();
        switch (control.getOfCase()) {
            case ACCEPT -> accepted(control.getAccept());
            case REJECT -> stop(new Stop.ByPeer(PeerReasons.rejected(control.getReject(), transfer.offer().getKind())));
            case WANT -> demand.want(control.getWant());
            case GRANT -> granted(control.getGrant());
            case RECEIPT -> {
                for (Range files : control.getReceipt().getFilesList()) {
                    transfer.settled().delivered(files.getFirst(), files.getCount());
                    receipted.set((int) files.getFirst(), (int) (files.getFirst() + files.getCount()));
                    transfer.receipts().durable((int) files.getFirst(), (int) (files.getFirst() + files.getCount()));
                }
                transfer.share().files(transfer.settled().deliveredCount());
            }
            case ENTRY_PROBLEM -> transfer.settled().failed(control.getEntryProblem());
            case FLOW -> flowThere(control.getFlow().getPaused());
            case CANCEL -> stop(new Stop.ByPeer(PeerReasons.cancelled(control.getCancel())));
            case FINISHED -> finished(control.getFinished());
            default -> throw new ProtocolException("A message " + control.getOfCase() + " has no meaning here");
        }
    }

    private void accepted(Accept accept) throws ProtocolException {
        boolean fits = accept.getTransfer().equals(transfer.offer().getTransfer())
                && MessageDigest.isEqual(accept.getManifestHash().toByteArray(), transfer.manifest().hash());
        if (!fits) {
            throw new ProtocolException("What was accepted is not what was offered");
        }
        transfer.settled().accept(accept.getChosenList());
        packing = packing(accept.getCompressFrom());
        blockBytes = BlockSize.agreed(accept.getBlockBytes(), blockBytes);
        stage = Stage.SENDING;
        timers.accepted();
        transfer.share().total(transfer.settled().acceptedBytes(), transfer.settled().acceptedCount());
        transfer.share().release(Hold.NETWORK);
        transfer.share().release(Hold.SPACE);
        transfer.share().active("sending");
        session.expect(transfer.settled().acceptedBytes());
        demand.accepted(transfer.manifest(), transfer.settled().accepted(), blockBytes);
    }

    /** What neither side's terms forbid. */
    private Optional<Packing> packing(long from) throws ProtocolException {
        if (from < 0) {
            throw new ProtocolException("Files are to be compressed from an impossible size on");
        }
        boolean wished = from > 0 && transfer.compression() != Compression.OFF;
        return wished ? Packing.of(transfer.terms(), session.connection()).map(ours -> ours.and(new Packing(from))) : Optional.empty();
    }

    private void granted(Grant grant) throws ProtocolException {
        if (grant.getVerified() < 0 || grant.getVerified() > transfer.settled().acceptedBytes()) {
            throw new ProtocolException("More bytes are verified than were accepted");
        }
        transfer.share().bytes(grant.getVerified());
        demand.grant(grant.getBytes());
    }

    private void finished(Finished finished) throws ProtocolException {
        if (!transfer.settled().isComplete() || finished.getFiles() != receipted.cardinality()) {
            throw new ProtocolException("The transfer is called finished with entries unaccounted for");
        }
        transfer.share().bytes(transfer.outcome().bytes());
        stop(new Stop.Finished());
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("A receiver sends payload");
    }

    @Override
    public void ended(Ending ending) {
        demand.stop(new Stop.Lost(ending));
    }

    private void flowThere(boolean paused) {
        if (paused) {
            transfer.share().hold(Hold.THERE);
        } else {
            transfer.share().release(Hold.THERE);
        }
        applyFlow();
    }

    private void applyFlow() {
        boolean paused = transfer.share().isHeld(Hold.HERE) || transfer.share().isHeld(Hold.THERE);
        timers.flow(paused);
        demand.flow(paused);
    }

    // What is wished here: any thread.

    @Override
    public void flow(boolean paused) {
        applyFlow();
        session.send(Control.newBuilder().setFlow(Flow.newBuilder().setStream(stream).setPaused(paused)).build());
    }

    @Override
    public void cancel() {
        stop(new Stop.Here(PeerReasons.cancelledHere(), CancelReason.BY_PERSON));
    }

    /** Ends it for another reason than the network's. */
    public void stop(Stop why) {
        demand.stop(why);
    }
}
