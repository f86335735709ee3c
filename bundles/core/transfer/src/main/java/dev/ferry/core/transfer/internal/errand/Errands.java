package dev.ferry.core.transfer.internal.errand;

import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.FerryException;
import dev.ferry.model.Problem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is to be sent whatever becomes of this process. Nothing about strangers is written here. Any thread. */
public final class Errands {
    /** Of all devices together. */
    public static final int MOST = 1000;
    /** Named for one of them; what is in a folder does not count. */
    public static final int MOST_FILES = 1000;

    private static final Logger LOG = LoggerFactory.getLogger(Errands.class);

    private final Store store;
    private final Records records;
    private final Set<UUID> kept = new HashSet<>();
    private long last;

    public Errands(Store store) {
        this.store = store;
        this.records = store.records("errands");
    }

    /** Those that earlier processes left, in their order. Once, before anything else; what cannot be read is forgotten. */
    public synchronized List<Errand> restore() {
        List<Errand> found = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        records.forEach((name, value) -> ErrandBytes.errand(name, value).ifPresentOrElse(found::add, () -> unreadable.add(name)));
        if (!unreadable.isEmpty()) {
            LOG.warn("Of what was to be sent to paired devices {} could not be read and will not be", unreadable.size());
            unreadable.forEach(records::remove);
        }
        found.sort(Comparator.comparingLong(Errand::number));
        found.forEach(errand -> kept.add(errand.id()));
        last = found.stream().mapToLong(Errand::number).max().orElse(0);
        return found;
    }

    public synchronized long nextNumber() {
        return ++last;
    }

    /**
     * Durable when it returns.
     *
     * @throws FerryException there are too many, or it cannot be written; then it is not kept
     */
    public void keep(Errand errand) throws FerryException {
        synchronized (this) {
            if (errand.files().size() > MOST_FILES) {
                throw new FerryException(new Problem.BadRequest("More than " + MOST_FILES + " files and folders are named, and no more are kept for later. Put them into a folder and send that."));
            }
            if (!put(errand)) {
                throw new FerryException(new Problem.BadRequest(MOST + " shares wait for their devices already, and no more are kept. See them with: ferry transfers; "
                        + "take some back with: ferry transfers cancel."));
            }
        }
        try {
            store.commit();
        } catch (FerryException e) {
            drop(errand.id());
            throw e;
        }
    }

    /** Durable after {@link #commit}. @return false where it is too much and left out */
    public synchronized boolean put(Errand errand) {
        if (errand.files().size() > MOST_FILES || !kept.contains(errand.id()) && kept.size() >= MOST) {
            return false;
        }
        kept.add(errand.id());
        records.put(errand.id().toString(), ErrandBytes.of(errand));
        return true;
    }

    /** Forgotten for good after {@link #commit}. @return whether it was kept */
    public synchronized boolean drop(UUID id) {
        records.remove(id.toString());
        return kept.remove(id);
    }

    public synchronized boolean has(UUID id) {
        return kept.contains(id);
    }

    /** What cannot be written now is written with the next change. */
    public void commit() {
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("What is to be sent could not be written down: {}", e.problem().code());
        }
    }
}
