package dev.ferry.discovery.qr.internal;

import dev.ferry.model.Route;
import dev.ferry.spi.discovery.Scans;
import dev.ferry.spi.discovery.Scans.Scan;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.Collectors;

/** One search, from {@link QrDiscovery#browse} until it is closed. */
final class Search {
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(24);

    private final Addresses addresses;
    private final SightingSink sink;
    private final Executor io;
    private final InstantSource clock;
    /** Of the last report; touched by reports alone, which come one at a time. */
    private final Set<String> reported = new HashSet<>();
    private final Object reporting = new Object();
    private volatile List<Scan> scans = List.of();
    private volatile boolean closed;

    Search(Addresses addresses, SightingSink sink, Executor io, InstantSource clock) {
        this.addresses = addresses;
        this.sink = sink;
        this.io = io;
        this.clock = clock;
    }

    /** Only hands on: looking up names and talking to a sink may take their time. */
    void scanned(List<Scan> now) {
        scans = now;
        try {
            io.execute(this::report);
        } catch (RejectedExecutionException e) {
            // No thread is free, or the process ends: the next ticket's report tells of this one too.
        }
    }

    /** Of whatever is true now: of several reports that wait for each other the first one says everything. */
    private void report() {
        synchronized (reporting) {
            List<Scan> now = scans;
            Set<String> keys = now.stream().map(Scan::key).collect(Collectors.toSet());
            reported.stream().filter(key -> !keys.contains(key)).forEach(this::gone);
            reported.retainAll(keys);
            List<String> unknown = new ArrayList<>();
            for (Scan scan : now) {
                List<Route> routes = addresses.of(scan.routes(), unknown);
                Duration left = Duration.between(clock.instant(), scan.expires());
                if (!routes.isEmpty() && left.compareTo(SHORTEST) >= 0 && reported.add(scan.key())) {
                    sighted(new Sighting(scan.key(), Optional.empty(), routes, left.compareTo(LONGEST) > 0 ? LONGEST : left,
                            Map.of(Scans.DETAIL, scan.key(), "scanned-at", scan.scanned().truncatedTo(ChronoUnit.SECONDS).toString())));
                }
            }
            conclude(unknown);
        }
    }

    // The three methods below look at the flag and call the sink under the lock that close() takes last. So when close() has returned, no call is running and none will come.

    private synchronized void sighted(Sighting sighting) {
        if (!closed) {
            sink.sighted(sighting);
        }
    }

    private synchronized void gone(String key) {
        if (!closed) {
            sink.gone(key);
        }
    }

    private synchronized void conclude(List<String> unknown) {
        if (closed) {
            return;
        }
        if (unknown.isEmpty()) {
            sink.well();
        } else {
            sink.trouble("A ticket says that its issuer is at '" + unknown.get(0) + "', and that name is not known on this network; ask for a new ticket.");
        }
    }

    /** At most the one call that is running is waited for. */
    void close() {
        closed = true;
        synchronized (this) {
            // Whoever held the lock has returned from the sink.
        }
    }
}
