package dev.ferry.discovery.dht.internal;

import dev.ferry.tck.discovery.AdvertiserContract;

class DhtAdvertiserContractTest extends AdvertiserContract {
    DhtAdvertiserContractTest() {
        super(DhtContracts.subject());
    }
}
