package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceView.State;
import dev.ferry.api.ShareRequest;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A reference as the book has it.
 *
 * @param device the holder of one that was given, the owner of one that is held
 * @param names  at its top, as the owner has them; folders end with a slash
 * @param roots  what it leads to on this disk; of one that is held, nothing
 */
record Reference(UUID id, DeviceId device, boolean given, AccessLevel access, Optional<Instant> expires, State state, Instant since, List<String> names, long count, long bytes,
                 List<ShareRequest.Item> roots) {
    static final int MAX_ROOTS = 64;

    Reference {
        names = List.copyOf(names);
        roots = List.copyOf(roots);
    }

    Reference in(State next, Instant now) {
        return new Reference(id, device, given, access, expires, next, now, names, count, bytes, roots);
    }

    boolean isOver() {
        return state != State.OFFERED && state != State.ACTIVE;
    }

    boolean isDue(Instant now) {
        return !isOver() && expires.filter(end -> !now.isBefore(end)).isPresent();
    }
}
