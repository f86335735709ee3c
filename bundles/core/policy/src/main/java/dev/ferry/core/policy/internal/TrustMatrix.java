package dev.ferry.core.policy.internal;

import static dev.ferry.model.Operation.AUTO_ACCEPT;
import static dev.ferry.model.Operation.CONNECT;
import static dev.ferry.model.Operation.LIST;
import static dev.ferry.model.Operation.MOVE;
import static dev.ferry.model.Operation.OFFER;
import static dev.ferry.model.Operation.OVERWRITE;
import static dev.ferry.model.Operation.PAIR;
import static dev.ferry.model.Operation.READ;
import static dev.ferry.model.Operation.RESUME;
import static dev.ferry.model.Operation.SEE_PRESENCE;
import static dev.ferry.model.Operation.SYNC;

import dev.ferry.model.Operation;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a relationship may do at all. A blocked device has no row.
 *
 * <p>Some cells hold under a condition that only the session knows, and whoever asks keeps it: a stranger sees this device while it is visible, resumes what both agreed
 * to when it was accepted, and reads what it accepted; a verified device moves and overwrites after a prompt; listing, reading, moving, overwriting and syncing stay
 * inside granted folders. Changing trust, configuration or plugins is no operation: nobody does that from afar.
 */
final class TrustMatrix {
    private static final Map<String, Set<Operation>> ROWS = Map.of(
            "unknown", EnumSet.of(SEE_PRESENCE, CONNECT, OFFER, RESUME, READ, PAIR),
            "unverified", EnumSet.of(SEE_PRESENCE, CONNECT, OFFER, RESUME, PAIR),
            "verified", EnumSet.of(SEE_PRESENCE, CONNECT, OFFER, RESUME, MOVE, OVERWRITE, LIST, READ, PAIR),
            "trusted", EnumSet.of(SEE_PRESENCE, CONNECT, OFFER, AUTO_ACCEPT, RESUME, MOVE, OVERWRITE, LIST, READ, SYNC, PAIR));

    /** Least first. */
    private static final List<String> LEVELS = List.of("unverified", "verified", "trusted");

    private TrustMatrix() { }

    /** @param relationship as in {@link dev.ferry.model.DeviceRelationship#governedBy()} */
    static Set<Operation> row(String relationship) {
        return Collections.unmodifiableSet(ROWS.getOrDefault(relationship, Set.of()));
    }

    /** The least trust under which a paired device may do this. */
    static Optional<String> leastLevel(Operation operation) {
        return LEVELS.stream().filter(level -> ROWS.get(level).contains(operation)).findFirst();
    }
}
