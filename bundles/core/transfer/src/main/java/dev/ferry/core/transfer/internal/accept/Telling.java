package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.CancelReason;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.Range;
import dev.ferry.core.protocol.wire.Want;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.model.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** What the sender is told of a reception, on the stream that it is attached to; without one it waits to be said again. Any thread. */
final class Telling {
    /** Receipts of one commit come in quick succession and leave together. */
    private static final long RECEIPT_MILLIS = 10;
    private static final int RANGES = 1024;

    private final Platform platform;
    private final Ledger ledger;
    private final AtomicBoolean receiptsDue = new AtomicBoolean();
    private volatile Optional<Host> host = Optional.empty();

    /** The connection's side. */
    interface Host {
        Line line();

        /** Nothing said here can be heard any more. */
        boolean isOver();

        /** Everything is settled and said. */
        void finished();

        /** Receiving cannot go on. */
        void broken(Problem why, CancelReason reason);
    }

    Telling(Platform platform, Ledger ledger) {
        this.platform = platform;
        this.ledger = ledger;
    }

    /** Says all that the sender must know on a new stream. For threads that may wait. */
    void begin(Host to, Intention intention, List<Want.Builder> wants) {
        Line line = to.line();
        line.accept(intention);
        Map<Integer, EntryFault> told = ledger.faults();
        told.forEach(line::problemPatiently);
        synchronized (this) {
            if (to.isOver()) {
                // It was let go already, or will be.
                return;
            }
            // In one step: no receipt goes to a stream that is gone after this one was promised all of them, and this one hears of no end before all that led to it.
            host = Optional.of(to);
            ledger.unsend();
            ledger.faults().forEach((index, fault) -> {
                if (!told.containsKey(index)) {
                    line.problem(index, fault);
                }
            });
            receipts();
        }
        wants.forEach(line::want);
    }

    /** The stream is gone; its host says from before this call that it is over. */
    synchronized void end() {
        host = Optional.empty();
    }

    Optional<Host> host() {
        return host;
    }

    /** @return whether it was the last one to settle */
    synchronized boolean failed(int index, EntryFault fault) {
        host.ifPresent(to -> to.line().problem(index, fault));
        return ledger.failed(index, fault);
    }

    /** @return as {@link #failed} */
    synchronized boolean corrupt(int index, Damage where) {
        host.ifPresent(to -> to.line().corrupt(index, where));
        return ledger.failed(index, EntryFault.INTEGRITY);
    }

    void receiptsSoon() {
        if (receiptsDue.compareAndSet(false, true)) {
            platform.later(this::receipts, RECEIPT_MILLIS);
        }
    }

    private synchronized void receipts() {
        receiptsDue.set(false);
        host.ifPresent(to -> {
            for (List<Range> ranges = ledger.takeUnsent(RANGES); !ranges.isEmpty(); ranges = ledger.takeUnsent(RANGES)) {
                to.line().receipt(ranges);
            }
        });
    }

    /**
     * The last receipts and the end go to the same stream, though another may be taking its place at this moment. They have left when this returns, unless nothing leaves: a
     * process that is there for one transfer ends next, and the sender would not know that it is done.
     */
    void finished(long bytes, long renamed) {
        Optional<Host> told;
        synchronized (this) {
            receipts();
            told = host;
            told.ifPresent(to -> to.line().finished(ledger, bytes, renamed));
        }
        told.ifPresent(to -> {
            to.line().session().awaitLeft();
            to.finished();
        });
    }
}
