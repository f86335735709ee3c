package @name@;

import dev.ferry.tck.security.SecurityProfileContract;

/** Holds the plugin to every rule of its role. A rule that fails names itself. */
class @Class@ContractTest extends SecurityProfileContract {
    @Class@ContractTest() {
        super(new @Class@Profile(@Class@Profile.BYTES_PER_SECOND), @Class@Profile.RELATIONSHIP);
    }
}
