package dev.ferry.discovery.mdns.internal;

import dev.ferry.tck.discovery.DiscoverySubject;
import dev.ferry.tck.discovery.Workers;
import java.time.Duration;

/** What the contracts need to know: two devices on the loopback interface, and one whose interface is not there. */
final class MdnsContracts {
    private MdnsContracts() { }

    static DiscoverySubject subject() {
        return DiscoverySubject.of(MdnsContracts::onLoopback).announcedBy(MdnsContracts::onLoopback)
                .withoutMedium(workers -> on("absent0", workers)).within(Duration.ofSeconds(5));
    }

    private static MdnsDiscovery onLoopback(Workers workers) {
        return on("lo", workers);
    }

    private static MdnsDiscovery on(String nic, Workers workers) {
        return new MdnsDiscovery(MdnsSettings.of(new String[] {nic}, "never"), workers.io(), workers.timer(), System::nanoTime);
    }
}
