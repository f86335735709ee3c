package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceView.State;
import dev.ferry.core.store.Records;
import dev.ferry.core.store.Store;
import dev.ferry.model.DeviceId;
import dev.ferry.model.FerryException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Every reference that was given or is held, durable. A change counts at once, whether it could be written or not. Safe for use by several threads. */
public final class ReferenceBook {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceBook.class);
    static final Duration KEPT = Duration.ofDays(30);
    /** Of one device, in one direction, so that none takes the room of others. */
    private static final int MOST_OF_ONE = 256;

    private final Store store;
    private final Records records;
    private final Map<UUID, Reference> references = new HashMap<>();

    public ReferenceBook(Store store) {
        this.store = store;
        this.records = store.records("references");
        List<String> damaged = new ArrayList<>();
        records.forEach((key, value) -> ReferenceCodec.reference(UUID.fromString(key), value).ifPresentOrElse(read -> references.put(read.id(), read), () -> damaged.add(key)));
        damaged.forEach(records::remove);
    }

    synchronized Optional<Reference> find(UUID id) {
        return Optional.ofNullable(references.get(id));
    }

    Optional<Reference> given(DeviceId holder, UUID id) {
        return find(id).filter(reference -> reference.given() && reference.device().equals(holder));
    }

    Optional<Reference> held(DeviceId owner, UUID id) {
        return find(id).filter(reference -> !reference.given() && reference.device().equals(owner));
    }

    /** Newest first. */
    synchronized List<Reference> all() {
        return references.values().stream().sorted(Comparator.comparing(Reference::since).reversed().thenComparing(Reference::id)).toList();
    }

    /**
     * Adds one, durably.
     *
     * @return false: its id is taken, or there are too many of that device
     * @throws FerryException it cannot be written, and is not there
     */
    boolean add(Reference added) throws FerryException {
        synchronized (this) {
            long same = references.values().stream().filter(other -> other.given() == added.given() && other.device().equals(added.device()) && !other.isOver()).count();
            if (references.containsKey(added.id()) || same >= MOST_OF_ONE) {
                return false;
            }
            put(added);
        }
        try {
            store.commit();
            return true;
        } catch (FerryException e) {
            synchronized (this) {
                references.remove(added.id());
                records.remove(added.id().toString());
            }
            throw e;
        }
    }

    private void put(Reference reference) {
        references.put(reference.id(), reference);
        records.put(reference.id().toString(), ReferenceCodec.bytes(reference));
    }

    /**
     * Changes the state of one that is in another, durably.
     *
     * @return as it is now; empty where there is no such reference or its state does not fit
     * @throws FerryException it could not be written; it counts all the same until this process ends
     */
    Optional<Reference> change(UUID id, Predicate<Reference> fits, State to, Instant now) throws FerryException {
        Reference changed;
        synchronized (this) {
            Reference old = references.get(id);
            if (old == null || !fits.test(old)) {
                return Optional.empty();
            }
            changed = old.in(to, now);
            put(changed);
        }
        store.commit();
        return Optional.of(changed);
    }

    /** The same for what nobody waits for. */
    Optional<Reference> end(UUID id, State to, Instant now) {
        try {
            return change(id, reference -> !reference.isOver(), to, now);
        } catch (FerryException e) {
            LOG.error("The end of a reference could not be written down: {}", e.problem().message());
            return find(id);
        }
    }

    /** Forgets those that fit. */
    void forget(Predicate<Reference> unwanted) {
        synchronized (this) {
            List<Reference> gone = references.values().stream().filter(unwanted).toList();
            if (gone.isEmpty()) {
                return;
            }
            gone.forEach(reference -> {
                references.remove(reference.id());
                records.remove(reference.id().toString());
            });
        }
        try {
            store.commit();
        } catch (FerryException e) {
            LOG.warn("References that are over could not be removed: {}", e.problem().code());
        }
    }
}
