package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceView.State;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.model.AccessLevel;
import dev.ferry.model.DeviceId;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.spi.policy.PolicyQuestion;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Function;

/** Whether another device may use what it was given: by the book, the clock, the access it was given, and the policy. Asked for each use. */
record Rights(ReferenceBook book, Policy policy, InstantSource clock, Function<DeviceId, DeviceRelationship> relationships) {
    /** @throws DeniedException it may not */
    Reference demand(DeviceId holder, UUID id, AccessLevel needed, OptionalLong bytes) throws DeniedException {
        Optional<Reference> given = book.given(holder, id);
        if (given.isEmpty()) {
            throw new DeniedException(ReferenceFault.NOT_KNOWN, new Problem.PolicyRefused("reference", "No such reference was given to that device."));
        }
        Reference reference = given.get();
        if (reference.isOver() || reference.isDue(clock.instant())) {
            State state = reference.isOver() ? reference.state() : State.EXPIRED;
            throw new DeniedException(Faults.of(state), new Problem.PolicyRefused("reference", "The reference was revoked or has expired."));
        }
        if (!reference.access().includes(needed)) {
            throw new DeniedException(ReferenceFault.NOT_ALLOWED, new Problem.PolicyRefused("reference", "The reference was not given with that access."));
        }
        Optional<Problem> refusal = refusal(relationships.apply(holder), needed, bytes);
        if (refusal.isPresent()) {
            throw new DeniedException(ReferenceFault.NOT_ALLOWED, refusal.get());
        }
        return reference;
    }

    /** The same, for what runs. */
    Optional<Problem> refusal(DeviceId holder, UUID id, AccessLevel needed, OptionalLong bytes) {
        try {
            demand(holder, id, needed, bytes);
            return Optional.empty();
        } catch (DeniedException e) {
            return Optional.of(e.problem());
        }
    }

    /** Why a device may not have such access here at all. Files that are put come without anybody being asked. */
    Optional<Problem> refusal(DeviceRelationship device, AccessLevel access, OptionalLong bytes) {
        List<Operation> operations = switch (access) {
            case LIST_ONLY -> List.of(Operation.LIST);
            case READ_ONLY -> List.of(Operation.LIST, Operation.READ);
            case READ_WRITE -> List.of(Operation.LIST, Operation.READ, Operation.OFFER, Operation.AUTO_ACCEPT);
        };
        return operations.stream().map(operation -> policy.refusal(new PolicyQuestion(device, SecurityContext.PINNED, operation, bytes))).flatMap(Optional::stream).findFirst();
    }
}
