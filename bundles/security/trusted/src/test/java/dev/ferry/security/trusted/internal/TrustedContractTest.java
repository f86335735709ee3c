package dev.ferry.security.trusted.internal;

import dev.ferry.model.FerryException;
import dev.ferry.tck.security.SecurityProfileContract;

class TrustedContractTest extends SecurityProfileContract {
    TrustedContractTest() throws FerryException {
        super(TrustedProfile.of(TrustedSettings.DEFAULT), "trusted");
    }
}
