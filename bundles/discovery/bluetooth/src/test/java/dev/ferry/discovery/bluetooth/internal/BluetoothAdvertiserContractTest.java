package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.tck.discovery.AdvertiserContract;

class BluetoothAdvertiserContractTest extends AdvertiserContract {
    BluetoothAdvertiserContractTest() {
        super(BluetoothContracts.subject(Room.bluez()));
    }
}
