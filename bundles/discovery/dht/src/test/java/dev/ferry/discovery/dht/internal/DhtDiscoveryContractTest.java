package dev.ferry.discovery.dht.internal;

import dev.ferry.tck.discovery.DiscoveryContract;

class DhtDiscoveryContractTest extends DiscoveryContract {
    DhtDiscoveryContractTest() {
        super(DhtContracts.subject());
    }
}
