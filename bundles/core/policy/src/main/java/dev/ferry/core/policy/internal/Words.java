package dev.ferry.core.policy.internal;

import dev.ferry.model.DeviceRelationship;
import dev.ferry.model.Operation;
import dev.ferry.model.Problem;
import dev.ferry.model.SessionTerms;

/** How refusals are put to the local person. */
final class Words {
    private Words() { }

    static Problem blocked(DeviceRelationship.Blocked subject) {
        return new Problem.DeviceBlocked(subject.id().hex(), subject.reason(),
                "This device is blocked here: " + subject.reason() + ". Unblock it to deal with it again: ferry unblock " + subject.id().display() + ".");
    }

    static Problem notInMatrix(DeviceRelationship subject, Operation operation) {
        String remedy = TrustMatrix.leastLevel(operation)
                .map(level -> subject instanceof DeviceRelationship.Paired ? " Devices that are " + level + " may: ferry trust NAME " + level + "."
                        : " Only devices that are paired and at least " + level + " may, where their security profile includes it: ferry pair.")
                .orElse("");
        return new Problem.PolicyRefused("trust", who(subject) + " may not " + what(operation) + "." + remedy);
    }

    static Problem notInTerms(DeviceRelationship subject, SessionTerms terms, Operation operation) {
        String remedy = subject instanceof DeviceRelationship.Paired && !subject.governedBy().equals("trusted")
                ? " Where the device is your own, trust it: ferry trust NAME trusted. Else allow it in that profile's configuration, or do without."
                : " Allow it in that profile's configuration, or do without.";
        return new Problem.PolicyRefused("profile " + terms.profile(), who(subject) + " may not " + what(operation) + ": the security profile " + terms.profile()
                + " does not include it." + remedy);
    }

    static Problem noProfile(DeviceRelationship subject, String bundle) {
        return new Problem.MissingPart(bundle, "No security profile says how to treat a device that is " + subject.governedBy()
                + ", so nothing is exchanged with it. Install and start the bundle " + bundle + "; if it is there, its configuration was refused, and the log says why.");
    }

    static Problem faultyProfile(DeviceRelationship subject, String profile, String fault) {
        return new Problem.PolicyRefused("profile " + profile, "The security profile " + profile + " is at fault (" + fault + "), so nothing is exchanged with a device that is "
                + subject.governedBy() + ". Update the plugin or remove it.");
    }

    static Problem vetoed(String rule, String reason) {
        return new Problem.PolicyRefused(rule, "The policy rule " + rule + " forbids it: " + reason);
    }

    private static String who(DeviceRelationship subject) {
        return subject instanceof DeviceRelationship.Unknown ? "A device that is not paired" : "A device that is " + subject.governedBy();
    }

    private static String what(Operation operation) {
        return switch (operation) {
            case SEE_PRESENCE -> "see this one";
            case CONNECT -> "connect";
            case OFFER -> "offer files";
            case AUTO_ACCEPT -> "have its files accepted without a person being asked";
            case RESUME -> "continue an interrupted transfer";
            case MOVE -> "move files, which deletes them at their source";
            case OVERWRITE -> "replace files";
            case LIST -> "list folders";
            case READ -> "read files";
            case SYNC -> "keep folders in sync";
            case PAIR -> "pair";
        };
    }
}
