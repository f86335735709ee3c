package dev.ferry.discovery.bluetooth.internal;

import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;

/** Two devices, each with an adapter of its own, that hear each other. */
final class BluetoothContracts {
    private BluetoothContracts() { }

    static DiscoverySubject subject(FakeBluez bluez) {
        return DiscoverySubject.of(workers -> on(bluez.address(), "hci0", workers)).announcedBy(workers -> on(bluez.address(), "hci1", workers))
                .withoutMedium(workers -> on("unix:path=/nowhere/bus", "", workers));
    }

    static BluetoothDiscovery on(String bus, String adapter, Workers workers) {
        return new BluetoothDiscovery(new BluetoothSettings(bus, adapter, Duration.ofSeconds(3), Duration.ofMillis(500)), workers.io(), workers.timer(), System::nanoTime);
    }
}
