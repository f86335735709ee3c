package dev.ferry.core.transfer.internal.engine;

import dev.ferry.api.ShareOptions;
import dev.ferry.api.ShareRequest;
import dev.ferry.core.policy.Policy;
import dev.ferry.core.resolver.Targets;
import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SecurityContext;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.policy.PolicyQuestion;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether a request may be made of a device, as things stand now. */
record Permits(Policy policy) {
    static void demandNotBlocked(Targets.Target target) throws FerryException {
        if (target.relationship() instanceof DeviceRelationship.Blocked blocked) {
            throw new FerryException(new Problem.DeviceBlocked(target.name(), blocked.reason(),
                    target.name() + " is blocked on this device: " + blocked.reason() + ". Unblock it to share with it."));
        }
    }

    SessionTerms terms(ShareRequest request, DeviceRelationship with) throws FerryException {
        SessionTerms terms = policy.terms(with);
        Preflight.check(request.options(), terms);
        Optional<Problem> refusal = request.options().kind() == ShareOptions.Kind.MOVE ? moveRefusal(with) : Optional.empty();
        if (refusal.isPresent()) {
            throw new FerryException(refusal.get());
        }
        return terms;
    }

    /** Why nothing may be deleted here for that device. */
    Optional<Problem> moveRefusal(DeviceRelationship with) {
        SecurityContext context = with instanceof DeviceRelationship.Unknown unknown ? unknown.context() : SecurityContext.PINNED;
        return policy.refusal(new PolicyQuestion(with, context, Operation.MOVE, OptionalLong.empty()));
    }
}
