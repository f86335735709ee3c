package dev.ferry.core.transfer.internal.send;

import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.share.EntryFaults;
import dev.ferry.core.transfer.internal.share.Outcome;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.source.SourceRemoval;
import dev.ferry.model.PeerText;
import dev.ferry.model.Problem;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Removes at the source what is durable at the receiver, file by file as the receipts come, so that whenever either side dies each file exists at least once. A receipt
 * for a file of which nothing was said or sent removes nothing: the receiver may have meant this very file. Safe for use by several threads.
 */
public final class Mover implements Receipts {
    private final WalkedSource source;
    private final Manifest manifest;
    private final Outcome outcome;
    private final Platform platform;
    private final Supplier<Optional<Problem>> refusal;
    private final BitSet told = new BitSet();
    private final BitSet durable = new BitSet();
    private final BitSet due = new BitSet();
    private boolean coming;
    private boolean over;
    private final Lock removing = new ReentrantLock();

    /** @param refusal why nothing may be moved to that device now; asked again and again */
    public Mover(WalkedSource source, Manifest manifest, Outcome outcome, Platform platform, Supplier<Optional<Problem>> refusal) {
        this.source = source;
        this.manifest = manifest;
        this.outcome = outcome;
        this.platform = platform;
        this.refusal = refusal;
    }

    @Override
    public synchronized void telling(int index) {
        told.set(index);
    }

    @Override
    public synchronized void durable(int first, int end) {
        for (int i = first; i < end; i++) {
            if (!durable.get(i)) {
                durable.set(i);
                due.set(i, !manifest.entry(i).folder());
            }
        }
        if (!coming && !over && !due.isEmpty()) {
            coming = true;
            platform.run(this::remove);
        }
    }

    private void remove() {
        removing.lock();
        try {
            BitSet now;
            while (!(now = take()).isEmpty()) {
                Optional<Problem> refused = refusal.get();
                now.stream().forEach(index -> remove(index, refused));
            }
        } finally {
            removing.unlock();
        }
    }

    private synchronized BitSet take() {
        BitSet now = (BitSet) due.clone();
        due.clear();
        coming = !now.isEmpty();
        return now;
    }

    private void remove(int index, Optional<Problem> refused) {
        if (refused.isPresent()) {
            stays(index, refused.get().message());
        } else if (!wasTold(index)) {
            stays(index, "the other device had it before. Compare the two before you delete it");
        } else {
            SourceRemoval.Result result = source.remove(index);
            if (result == SourceRemoval.Result.CHANGED) {
                stays(index, "it changed meanwhile");
            } else if (result == SourceRemoval.Result.FAILED) {
                stays(index, "it could not be deleted. Check the permissions of its folder");
            }
        }
    }

    private synchronized boolean wasTold(int index) {
        return told.get(index);
    }

    private void stays(int index, String why) {
        outcome.skipped(PeerText.escape(manifest.entry(index).path(), EntryFaults.MAX_PATH), "It arrived, and stays here too because " + why + ".");
    }

    /** The share is over: nothing is removed after this. Blocks. */
    public void finish(boolean cancelled) {
        synchronized (this) {
            over = true;
            if (cancelled) {
                due.clear();
            }
        }
        remove();
        if (!cancelled && refusal.get().isEmpty()) {
            for (int i = manifest.count() - 1; i >= 0; i--) {
                if (isDurableFolder(i)) {
                    source.removeEmptyFolder(i);
                }
            }
        }
    }

    private synchronized boolean isDurableFolder(int index) {
        return durable.get(index) && manifest.entry(index).folder();
    }
}
