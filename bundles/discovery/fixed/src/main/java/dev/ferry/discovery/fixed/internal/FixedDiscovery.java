package dev.ferry.discovery.fixed.internal;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/** Sees the devices that somebody wrote into the configuration. Whether they are there is found out by whoever dials them. */
final class FixedDiscovery implements DiscoveryProvider, AutoCloseable {
    private final List<String> hosts;
    private final Duration round;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Set<Search> searches = ConcurrentHashMap.newKeySet();

    /** @param round how often all is reported again; a name that could not be looked up is tried again, and a changed address is noticed */
    FixedDiscovery(List<String> hosts, Duration round, ExecutorService io, ScheduledExecutorService timer) {
        this.hosts = List.copyOf(hosts);
        this.round = round;
        this.io = io;
        this.timer = timer;
    }

    /**
     * The one method of a discovery plugin. It returns at once: the looking is done on the executor for things that block, because looking up a name may take long. What it
     * returns ends the search.
     */
    @Override
    public Registration browse(SightingSink sink) {
        Search search = new Search(hosts, round, sink);
        searches.add(search);
        search.start(timer, io);
        return () -> {
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
