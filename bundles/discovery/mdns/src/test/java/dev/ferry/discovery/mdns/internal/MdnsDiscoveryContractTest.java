package dev.ferry.discovery.mdns.internal;

import dev.ferry.tck.discovery.DiscoveryContract;

class MdnsDiscoveryContractTest extends DiscoveryContract {
    MdnsDiscoveryContractTest() {
        super(MdnsContracts.subject());
    }
}
