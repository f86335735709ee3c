package dev.ferry.core.transfer.internal.reference;

import dev.ferry.core.protocol.Frame;
import dev.ferry.core.protocol.ProtocolException;
import dev.ferry.core.protocol.wire.Control;
import dev.ferry.core.protocol.wire.Control.OfCase;
import dev.ferry.core.protocol.wire.Entry;
import dev.ferry.core.protocol.wire.EntryType;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.core.protocol.wire.ReferencePage;
import dev.ferry.core.transfer.internal.session.Ending;
import dev.ferry.core.transfer.internal.session.Session;
import dev.ferry.core.transfer.internal.session.Stage;
import dev.ferry.core.transfer.internal.session.StreamHandler;
import dev.ferry.core.transfer.internal.share.Platform;
import dev.ferry.core.transfer.internal.source.SourceEntry;
import dev.ferry.core.transfer.internal.source.SourceWalk;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The owner's end of a list: walks on when the holder asks for the next page, and keeps nothing but the way to where it is. The reader thread never waits for the disk. */
final class Lending implements StreamHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Lending.class);
    private static final int MAX_BYTES = 128 * 1024;
    private static final long IDLE_MINUTES = 10;

    private final Platform platform;
    private final Session session;
    private final int stream;
    private final Opening opening;
    private final Runnable released;
    private boolean paging;
    private boolean over;
    private Optional<SourceWalk> walk = Optional.empty();
    private Optional<Future<?>> idle = Optional.empty();

    /** What is listed, for as long as it may be. */
    interface Opening {
        /** Asked before each page. */
        void demand() throws DeniedException;

        /** @throws DeniedException there is no such path */
        SourceWalk open() throws DeniedException;

        /** Whether it is the folder whose contents are listed. */
        boolean isTop(SourceEntry entry);
    }

    /** @param released when it is over, once */
    Lending(Platform platform, Session session, int stream, Opening opening, Runnable released) {
        this.platform = platform;
        this.session = session;
        this.stream = stream;
        this.opening = opening;
        this.released = released;
    }

    /** The first page. Returns at once. */
    void begin() {
        paging = true;
        platform.run(this::page);
    }

    @Override
    public Stage stage() {
        return Stage.LENDING;
    }

    @Override
    public void message(Control control) throws ProtocolException {
        if (control.getOfCase() == OfCase.CANCEL) {
            forget();
            return;
        }
        synchronized (this) {
            if (over) {
                return;
            }
            ReferenceWire.demand(!paging, "A page of a list is asked for before the last one came");
            paging = true;
            idle.ifPresent(timer -> timer.cancel(false));
        }
        platform.run(this::page);
    }

    /** One at a time. */
    private void page() {
        ReferencePage.Builder page = ReferencePage.newBuilder().setStream(stream);
        try {
            opening.demand();
            if (walk.isEmpty()) {
                walk = Optional.of(opening.open());
            }
            fill(page, walk.get());
        } catch (DeniedException e) {
            page.setLast(true).setFault(e.fault());
        } catch (RuntimeException e) {
            LOG.error("A list ended by a fault of Ferry", e);
            page.setLast(true).setFault(ReferenceFault.NOT_READABLE);
        }
        // Before it is sent: its answer may be here at once.
        paged(page.getLast());
        session.send(Control.newBuilder().setReferencePage(page).build());
    }

    private void paged(boolean last) {
        boolean close;
        synchronized (this) {
            paging = false;
            over |= last;
            close = over;
            if (!over) {
                idle = Optional.of(platform.timer().schedule(this::forget, IDLE_MINUTES, TimeUnit.MINUTES));
            }
        }
        if (close) {
            session.release(stream);
            close();
        }
    }

    /** Nobody asks any more. */
    private void forget() {
        session.release(stream);
        end();
    }

    private void fill(ReferencePage.Builder page, SourceWalk entries) throws DeniedException {
        int bytes = 0;
        long skipped = 0;
        while (page.getEntriesCount() < ReferenceWire.MAX_PAGE && bytes < MAX_BYTES && entries.hasNext()) {
            SourceEntry entry = entries.next();
            boolean top = opening.isTop(entry);
            if (entry instanceof SourceEntry.Skipped && top) {
                throw new DeniedException(ReferenceFault.NO_SUCH_PATH, Faults.said(ReferenceFault.NO_SUCH_PATH, ""));
            }
            if (entry instanceof SourceEntry.Skipped || ReferencePath.of(entry.path()).isEmpty()) {
                skipped++;
            } else if (!(top && entry instanceof SourceEntry.Folder)) {
                Entry told = told(entry);
                page.addEntries(told);
                bytes += told.getSerializedSize();
            }
        }
        page.setSkipped(skipped).setLast(!entries.hasNext());
    }

    private static Entry told(SourceEntry entry) {
        Entry.Builder told = Entry.newBuilder().setPath(entry.path());
        if (entry instanceof SourceEntry.File file) {
            return time(told.setSize(file.size()), file.modified()).build();
        }
        return time(told.setType(EntryType.FOLDER), ((SourceEntry.Folder) entry).modified()).build();
    }

    private static Entry.Builder time(Entry.Builder entry, FileTime modified) {
        return entry.setMtimeSeconds(modified.toInstant().getEpochSecond()).setMtimeNanos(modified.toInstant().getNano());
    }

    @Override
    public void data(Frame.Data data) throws ProtocolException {
        throw new ProtocolException("A list carries no payload");
    }

    @Override
    public void ended(Ending ending) {
        end();
    }

    private void end() {
        boolean close;
        synchronized (this) {
            close = !over && !paging;
            over = true;
            idle.ifPresent(timer -> timer.cancel(false));
        }
        if (close) {
            platform.run(this::close);
        }
    }

    private void close() {
        walk.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException e) {
                LOG.debug("A folder that was listed could not be closed");
            }
        });
        released.run();
    }
}
