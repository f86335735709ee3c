package dev.ferry.core.transfer.internal.reference;

import dev.ferry.api.ReferenceView.State;
import dev.ferry.core.protocol.wire.ReferenceFault;
import dev.ferry.model.Problem;
import dev.ferry.model.Problem.TransferRejected.Reason;

/** What the faults of references mean to people. */
final class Faults {
    private static final String RULE = "reference";

    private Faults() { }

    /**
     * What the other device said.
     *
     * @param name of it, escaped
     */
    static Problem said(ReferenceFault fault, String name) {
        return switch (fault) {
            case NOT_KNOWN -> new Problem.NotFound(RULE, name + " knows no such reference any more. Ask its owner for a new one.");
            case WAS_REVOKED -> over(State.REVOKED, name);
            case HAS_EXPIRED -> over(State.EXPIRED, name);
            case NOT_ALLOWED -> new Problem.PolicyRefused(RULE, name + " does not let this device do that. Its owner may trust this device more, or give a reference with more access.");
            case NO_SUCH_PATH -> new Problem.NotFound("path", "There is nothing of that name in the reference now, or nothing that can be read. Look with: ferry refs ls");
            case TOO_MANY -> new Problem.TransferRejected(Reason.BUSY, name + " has enough to do for this device already. Try again in a minute.");
            case DECLINED_BY_PERSON -> new Problem.TransferRejected(Reason.DECLINED, "The other person declined.");
            case NOT_ANSWERED -> new Problem.TransferRejected(Reason.CONSENT_TIMEOUT, "Nobody answered the offer in time. Ask the other person to look at their screen, and give it again.");
            case NOT_READABLE -> new Problem.FileAccessDenied("", name + " could not read its files. Its messages say why.");
            default -> new Problem.ProtocolError(name + " answered what has no meaning here. Are both of the same version of Ferry?");
        };
    }

    /** One that has ended, to its holder. */
    static Problem over(State state, String owner) {
        return new Problem.PolicyRefused(RULE, state == State.EXPIRED ? "The reference has expired. Ask " + owner + " for a new one." : owner + " revoked the reference.");
    }

    static ReferenceFault of(State state) {
        return state == State.EXPIRED ? ReferenceFault.HAS_EXPIRED : ReferenceFault.WAS_REVOKED;
    }
}
