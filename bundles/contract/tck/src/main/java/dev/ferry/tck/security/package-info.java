/**
 * The rules of a security profile, as tests. A vendor's test class extends {@link dev.ferry.tck.security.SecurityProfileContract} and consists of one constructor:
 * {@snippet :
 * class VaultContractTest extends SecurityProfileContract {
 *     VaultContractTest() {
 *         super(new VaultProfile(), "trusted", "verified");
 *     }
 * }
 * }
 * Each rule has a number, P1 to P16, which the plugin guide lists beside the test's name. All are MUST. The core holds a profile to P6 to P13 at run time too: terms
 * that break one are not used, and the relationship carries nothing.
 */
package dev.ferry.tck.security;
