/**
 * The rules of a policy rule, as tests. A vendor's test class extends {@link dev.ferry.tck.policy.PolicyRuleContract} and consists of one constructor:
 * {@snippet :
 * class OfficeHoursContractTest extends PolicyRuleContract {
 *     OfficeHoursContractTest() {
 *         super(new OfficeHours(InstantSource.system()));
 *     }
 * }
 * }
 * Each rule has a number, R1 to R4, which the plugin guide lists beside the test's name. All are MUST: a rule that breaks R1 to R3 counts as a veto at run time.
 */
package dev.ferry.tck.policy;
