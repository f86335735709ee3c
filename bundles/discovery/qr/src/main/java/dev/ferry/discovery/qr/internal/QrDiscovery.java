package dev.ferry.discovery.qr.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Scans;
import dev.ferry.spi.discovery.SightingSink;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;

/** Sees the issuer of each ticket that is being used, where the ticket says that it is. Whether it is there is found out by whoever dials it. */
final class QrDiscovery implements DiscoveryProvider, AutoCloseable {
    private final Scans scans;
    private final Addresses.Names names;
    private final ExecutorService io;
    private final InstantSource clock;
    private final Set<Search> searches = ConcurrentHashMap.newKeySet();

    /** @param names looks up the name of a host; may block */
    QrDiscovery(Scans scans, Addresses.Names names, ExecutorService io, InstantSource clock) {
        this.scans = scans;
        this.names = names;
        this.io = io;
        this.clock = clock;
    }

    @Override
    public Registration browse(SightingSink sink) {
        Search search = new Search(new Addresses(names), sink, io, clock);
        searches.add(search);
        Registration following = scans.follow(search::scanned);
        return () -> {
            following.close();
            searches.remove(search);
            search.close();
        };
    }

    /** The bundle is being stopped: nobody is called from now on. */
    @Override
    public void close() {
        searches.forEach(Search::close);
    }
}
