package dev.ferry.core.transfer.internal.accept;

import dev.ferry.core.protocol.wire.EntryFault;
import dev.ferry.core.protocol.wire.Range;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which entries are durable and which were given up: what survives a connection, and what a journal will keep. Safe for use by several threads. */
final class Ledger {
    private final int accepted;
    private final BitSet durable = new BitSet();
    private final Map<Integer, EntryFault> faults = new HashMap<>();
    /** Receipts not sent yet; as a rule one run of neighbours. */
    private final List<Range> unsent = new ArrayList<>();

    /** @param accepted how many entries there are to settle */
    Ledger(int accepted) {
        this.accepted = accepted;
    }

    /** @return whether it was the last one to settle */
    synchronized boolean durable(int index) {
        durable.set(index);
        int last = unsent.size() - 1;
        if (last >= 0 && unsent.get(last).getFirst() + unsent.get(last).getCount() == index) {
            unsent.set(last, unsent.get(last).toBuilder().setCount(unsent.get(last).getCount() + 1).build());
        } else {
            unsent.add(Range.newBuilder().setFirst(index).setCount(1).build());
        }
        return isComplete();
    }

    /** @return whether it was the last one to settle */
    synchronized boolean failed(int index, EntryFault fault) {
        faults.put(index, fault);
        return isComplete();
    }

    synchronized boolean isComplete() {
        return durable.cardinality() + faults.size() == accepted;
    }

    synchronized boolean isSettled(int index) {
        return durable.get(index) || faults.containsKey(index);
    }

    synchronized long durableCount() {
        return durable.cardinality();
    }

    synchronized long failedCount() {
        return faults.size();
    }

    synchronized Map<Integer, EntryFault> faults() {
        return Map.copyOf(faults);
    }

    /** Takes at most so many ranges that no receipt has named. */
    synchronized List<Range> takeUnsent(int most) {
        List<Range> head = unsent.subList(0, Math.min(most, unsent.size()));
        List<Range> taken = List.copyOf(head);
        head.clear();
        return taken;
    }

    /** A new connection hears everything again. */
    synchronized void unsend() {
        unsent.clear();
        for (int first = durable.nextSetBit(0); first >= 0; ) {
            int end = durable.nextClearBit(first);
            unsent.add(Range.newBuilder().setFirst(first).setCount(end - first).build());
            first = durable.nextSetBit(end);
        }
    }
}
