package @name@;

import dev.ferry.model.Operation;
import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;

/** Says what is forbidden. Knows nothing of OSGi and is tested without it. */
final class @Class@Rule implements PolicyRule {
    private final long mostBytes;

    /** @param mostBytes of an offer; 0 is any */
    @Class@Rule(long mostBytes) {
        this.mostBytes = mostBytes;
    }

    /** Your question. Answers from memory: whoever must ask elsewhere does that beforehand. */
    @Override
    public Verdict examine(PolicyQuestion question) {
        boolean trusted = question.subject().governedBy().equals("trusted");
        if (mostBytes > 0 && !trusted && question.operation() == Operation.OFFER && question.bytes().orElse(0) > mostBytes) {
            return new Verdict.Veto("More than " + mostBytes + " bytes go between this device and trusted devices alone.");
        }
        return new Verdict.NoObjection();
    }
}
