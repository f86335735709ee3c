package dev.ferry.security.verified.internal;

import dev.ferry.model.FerryException;
import dev.ferry.tck.security.SecurityProfileContract;

class VerifiedContractTest extends SecurityProfileContract {
    VerifiedContractTest() throws FerryException {
        super(VerifiedProfile.of(VerifiedSettings.DEFAULT), "verified", "unverified");
    }
}
