package @name@;

import dev.ferry.tck.policy.PolicyRuleContract;

/** Holds the plugin to every rule of its role. A rule that fails names itself. */
class @Class@ContractTest extends PolicyRuleContract {
    @Class@ContractTest() {
        super(new @Class@Rule(1_000_000));
    }
}
