package dev.ferry.discovery.mdns.internal;

import dev.ferry.spi.discovery.Advertisement;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import javax.jmdns.ServiceInfo;

/** One advertisement on one link. Its host name is its instance name, so nothing that it says outlives the advertisement. */
final class Voice {
    private final PacedDns dns;

    Voice(NetworkLink link, Advertisement advertisement, int port, ScheduledExecutorService timer, Executor io) throws IOException {
        dns = new PacedDns(link, advertisement.instance(), false, host -> false, (voice, record, operation) -> voice.getCache().removeDNSEntry(record), timer, io);
        dns.registerService(ServiceInfo.create(PacedDns.TYPE, advertisement.instance(), "", port, 0, 0, false, TxtRecord.encode(advertisement.record())));
    }

    boolean broken() {
        return dns.broken();
    }

    /** Tells the link that this device is gone; returns at once. */
    void goodbye() {
        dns.goodbye();
    }

    /** Says it again and closes; takes up to one second. */
    void close() {
        dns.end();
    }
}
