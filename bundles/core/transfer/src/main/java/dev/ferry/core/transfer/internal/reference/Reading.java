package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.core.transfer.internal.manifest.Manifest;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The holder's end of a list: one page at a time, each when it was asked for, and no more of them than a list can have. */
final class Reading implements StreamHandler {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Optional<ReferencePath> path;
    private final BlockingQueue<Object> came = new LinkedBlockingQueue<>();
    /** Reader thread only. */
    private long entries;
    private volatile boolean awaited = true;

    /** @param path of which everything that is listed must be part */
    Reading(Optional<ReferencePath> path) {
        this.path = path;
    }

    /** Before another page is asked for. */
    void awaiting() {
        awaited = true;
    }

    ReferencePage next() throws FerryException, InterruptedException {
        Object next = came.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        if (next instanceof ReferencePage page) {
            return page;
        }
        throw new FerryException(next instanceof Ending ending ? ending.problem() : new Problem.TimeoutError(Problem.TimeoutError.Timer.IDLE, PATIENCE,
                "The other device did not answer for " + PATIENCE.toSeconds() + " seconds. Is its disk asleep or busy? Try again."));
    }

    @Override
    public Stage stage() {
        return Stage.READING;
    }

    @Override
    public void message(Control control) throws ProtocolException {
        ReferencePage page = control.getReferencePage();
        ReferenceWire.demand(awaited, "A page of a list comes that was not asked for");
        ReferenceWire.demand(page.getEntriesCount() <= ReferenceWire.MAX_PAGE && (page.getEntriesCount() > 0 || page.getLast()) && page.getSkipped() >= 0,
                "A page of a list has no possible size");
        for (Entry entry : page.getEntriesList()) {
            ReferenceWire.demandEntry(entry);
            ReferencePath found = ReferenceWire.path(entry.getPath());
            ReferenceWire.demand(path.isEmpty() || found.isWithin(path.get()), "A list has an entry that was not asked for");
        }
        entries += page.getEntriesCount();
        ReferenceWire.demand(entries <= Manifest.MAX_ENTRIES, "A list has no end");
        awaited = false;
        came.add(page);
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("A list carries no payload");
    }

    @Override
    public void ended(Ending ending) {
        came.add(ending);
    }
}
