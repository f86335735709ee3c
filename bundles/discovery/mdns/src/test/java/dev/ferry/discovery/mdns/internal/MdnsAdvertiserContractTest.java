package dev.ferry.discovery.mdns.internal;

import dev.ferry.tck.discovery.AdvertiserContract;

class MdnsAdvertiserContractTest extends AdvertiserContract {
    MdnsAdvertiserContractTest() {
        super(MdnsContracts.subject());
    }
}
