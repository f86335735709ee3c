package dev.ferry.discovery.fixed.internal;

import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** One search, from {@link FixedDiscovery#browse} until it is closed. */
final class Search {
    /** Sightings hold for so many rounds, so that a busy moment loses nobody. */
    private static final int ROUNDS = 3;

    private final List<String> hosts;
    private final Duration round;
    private final SightingSink sink;
    private volatile Future<?> rounds;
    private volatile boolean closed;

    Search(List<String> hosts, Duration round, SightingSink sink) {
        this.hosts = hosts;
        this.round = round;
        this.sink = sink;
    }

    void start(ScheduledExecutorService timer, ExecutorService io) {
        // The timer's thread serves everybody and must not be held up: it only hands the work on.
        rounds = timer.scheduleWithFixedDelay(() -> hand(io), 0, round.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void hand(ExecutorService io) {
        try {
            io.execute(this::report);
        } catch (RejectedExecutionException e) {
            // No thread is free; an exception would end the rounds, and the next one does it.
        }
    }

    private void report() {
        List<String> troubles = new ArrayList<>();
        for (String host : hosts) {
            try {
                tell(FixedHost.parse(host).lookUp(round.multipliedBy(ROUNDS)));
            } catch (UnknownHostException e) {
                troubles.add("The address of '" + host + "' is not known now; check the name, or write an IP address.");
            } catch (IllegalArgumentException e) {
                troubles.add(e.getMessage());
            }
        }
        conclude(String.join(" ", troubles));
    }

    // The two methods below look at the flag and call the sink under the lock that close() takes last. So when close() has returned, no call is running and none will come.

    private synchronized void tell(Sighting sighting) {
        if (!closed) {
            sink.sighted(sighting);
        }
    }

    private synchronized void conclude(String trouble) {
        if (closed) {
            return;
        }
        if (trouble.isEmpty()) {
            sink.well();
        } else {
            sink.trouble(trouble);
        }
    }

    /** The flag comes first, so that rounds that wait for a slow sink give up, and at most the one call that is running is waited for. */
    void close() {
        closed = true;
        rounds.cancel(false);
        synchronized (this) {
            // Whoever held the lock has returned from the sink.
        }
    }
}
