package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.tck.discovery.DiscoveryContract;

class BluetoothDiscoveryContractTest extends DiscoveryContract {
    BluetoothDiscoveryContractTest() {
        super(BluetoothContracts.subject(Room.bluez()));
    }
}
