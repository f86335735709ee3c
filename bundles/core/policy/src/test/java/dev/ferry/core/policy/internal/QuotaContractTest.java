package dev.ferry.core.policy.internal;

import dev.ferry.spi.policy.PolicyQuestion;
import dev.ferry.spi.policy.PolicyRule;
import dev.ferry.spi.policy.Verdict;
import dev.ferry.tck.policy.PolicyRuleContract;

/** The contract test of rules, held to a rule as a vendor would write it. */
class QuotaContractTest extends PolicyRuleContract {
    QuotaContractTest() {
        super(new Quota());
    }

    private static final class Quota implements PolicyRule {
        private static final long MOST = 1L << 30;

        @Override
        public Verdict examine(PolicyQuestion question) {
            return question.bytes().orElse(0) > MOST ? new Verdict.Veto("More than 1 GiB at once is not allowed here.") : new Verdict.NoObjection();
        }
    }
}
