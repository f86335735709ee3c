package dev.ferry.security.ephemeral.internal;

import dev.ferry.model.FerryException;
import dev.ferry.tck.security.SecurityProfileContract;

class EphemeralContractTest extends SecurityProfileContract {
    EphemeralContractTest() throws FerryException {
        super(EphemeralProfile.of(EphemeralSettings.DEFAULT), "unknown");
    }
}
