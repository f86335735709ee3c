package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.EntryProblem;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.manifest.Selection;
import dev.ferry.core.transfer.internal.share.EntryFaults;
import dev.ferry.core.transfer.internal.share.Outcome;
import java.util.BitSet;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Which entries are durable at the receiver and which will never be; outlives a connection. Safe for use by several threads. */
public final class Settled {
    private final Manifest manifest;
    private final Outcome outcome;
    private final BitSet delivered = new BitSet();
    private final Map<EntryFault, BitSet> faults = new EnumMap<>(EntryFault.class);
    private final BitSet failed = new BitSet();
    /** Which bytes stayed wrong. */
    private final Map<Integer, EntryProblem> corrupt = new HashMap<>();
    private BitSet accepted = new BitSet();
    private long acceptedBytes;
    private volatile boolean anyFailed;
    private long sent;
    private long wasted;

    public Settled(Manifest manifest, Outcome outcome) {
        this.manifest = manifest;
        this.outcome = outcome;
    }

    /** The receiver chose. What it could not keep over an earlier connection it says again where that still holds: it may have been started anew meanwhile. */
    synchronized void accept(Collection<Long> chosen) throws ProtocolException {
        faults.keySet().removeIf(fault -> !isAtSource(fault));
        failed.clear();
        corrupt.clear();
        faults.values().forEach(failed::or);
        accepted = Selection.of(manifest, chosen);
        acceptedBytes = Selection.bytes(manifest, accepted);
    }

    synchronized BitSet accepted() {
        return (BitSet) accepted.clone();
    }

    synchronized long acceptedBytes() {
        return acceptedBytes;
    }

    public synchronized int acceptedCount() {
        return accepted.cardinality();
    }

    /** A receipt; saying it again after a new connection is legal. */
    synchronized void delivered(long first, long count) throws ProtocolException {
        if (first < 0 || count <= 0 || first > manifest.count() - count) {
            throw new ProtocolException("A receipt names entries that were not offered");
        }
        for (int i = (int) first; i < first + count; i++) {
            if (!accepted.get(i) || failed.get(i)) {
                throw new ProtocolException("A receipt names an entry that cannot have arrived");
            }
            if (!delivered.get(i)) {
                delivered.set(i);
                outcome.delivered(manifest.entry(i).size());
            }
        }
    }

    /** The receiver cannot keep an entry. */
    synchronized void failed(EntryProblem problem) throws ProtocolException {
        long index = problem.getFile();
        if (index < 0 || index >= manifest.count() || !accepted.get((int) index) || delivered.get((int) index)) {
            throw new ProtocolException("A problem is told about an entry that cannot have it");
        }
        if (problem.getOffset() < 0 || problem.getLength() < 0 || problem.getOffset() > manifest.entry((int) index).size() - problem.getLength()) {
            throw new ProtocolException("A problem is told about bytes that the entry has not");
        }
        fail((int) index, problem.getFault());
        if (problem.getFault() == EntryFault.INTEGRITY) {
            corrupt.put((int) index, problem);
        }
    }

    /** An entry cannot be sent. Where it arrived before and is asked for again, that stands. */
    synchronized void failedHere(int index, EntryFault fault) {
        if (!delivered.get(index)) {
            fail(index, fault);
        }
    }

    private void fail(int index, EntryFault fault) {
        if (!failed.get(index)) {
            failed.set(index);
            anyFailed = true;
            faults.computeIfAbsent(fault, none -> new BitSet()).set(index);
        }
    }

    private static boolean isAtSource(EntryFault fault) {
        return fault == EntryFault.SOURCE_CHANGED || fault == EntryFault.SOURCE_UNREADABLE;
    }

    /** Why an entry cannot be sent, if it cannot. */
    synchronized Optional<EntryFault> faultHere(int index) {
        return faults.entrySet().stream().filter(each -> isAtSource(each.getKey()) && each.getValue().get(index)).map(Map.Entry::getKey).findFirst();
    }

    /** Notes in the outcome what did not arrive. Once, at the end. */
    public synchronized void tellFailures() {
        for (int i = failed.nextSetBit(0); i >= 0; i = failed.nextSetBit(i + 1)) {
            for (Map.Entry<EntryFault, BitSet> each : faults.entrySet()) {
                if (each.getValue().get(i)) {
                    tell(i, each.getKey());
                }
            }
        }
    }

    private void tell(int index, EntryFault fault) {
        String path = manifest.entry(index).path();
        EntryProblem range = corrupt.get(index);
        if (fault == EntryFault.INTEGRITY && range != null) {
            EntryFaults.corrupt(outcome, path, range.getOffset(), range.getLength());
        } else {
            EntryFaults.add(outcome, path, fault);
        }
    }

    /** Looked at for each frame. */
    boolean isFailed(int index) {
        return anyFailed && isFailedNow(index);
    }

    private synchronized boolean isFailedNow(int index) {
        return failed.get(index);
    }

    synchronized long deliveredCount() {
        return delivered.cardinality();
    }

    synchronized boolean isComplete() {
        return delivered.cardinality() + failed.cardinality() == accepted.cardinality();
    }

    /** Payload left; only the sending thread. */
    void sent(long bytes) {
        sent += bytes;
    }

    /** Payload of a file that came to nothing; only the sending thread. */
    void wasted(long bytes) {
        wasted += bytes;
    }

    /** How many bytes went over the wire more than once. After the last of them. */
    public long resent() {
        return Math.max(0, sent - wasted - outcome.bytes());
    }
}
