package dev.ferry.core.policy;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.FerryException;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.Registration;
import dev.ferry.model.SessionTerms;
import dev.ferry.spi.policy.PolicyQuestion;
import java.util.Optional;

/** The one policy object. */
public interface Policy {
    /** @return empty when allowed, else why not. The problem is for the local person; a peer learns only that it was refused. */
    Optional<Problem> refusal(PolicyQuestion question);

    /** Whether the relationship's row in the trust matrix has this operation at all, without asking rules. */
    boolean inMatrix(DeviceRelationship subject, Operation operation);

    /**
     * The terms of a session.
     *
     * @throws FerryException blocked, or no security profile governs the relationship: the problem names the missing bundle
     */
    SessionTerms terms(DeviceRelationship subject) throws FerryException;

    /** Calls back when profiles or rules come or go, so that live sessions are asked again: return at once. */
    Registration follow(Runnable listener);
}
