package @name@;

import dev.ferry.model.Proximity;
import dev.ferry.model.Registration;
import dev.ferry.model.Route;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Looks for devices. Knows nothing of OSGi and is tested without it. */
final class @Class@Discovery implements DiscoveryProvider, AutoCloseable {
    /** A sighting holds for so many rounds, so that a busy moment loses nobody. */
    private static final int ROUNDS = 3;

    private final List<String> addresses;
    private final Duration round;
    private final ExecutorService io;
    private final ScheduledExecutorService timer;
    private final Set<Search> searches = ConcurrentHashMap.newKeySet();

    @Class@Discovery(List<String> addresses, Duration round, ExecutorService io, ScheduledExecutorService timer) {
        this.addresses = List.copyOf(addresses);
        this.round = round;
        this.io = io;
        this.timer = timer;
    }

    /**
     * Your way to find devices. May block; runs on a thread for that.
     *
     * @throws IOException with a sentence for a person, where it cannot be done now
     */
    private List<Sighting> look() throws IOException {
        List<Sighting> seen = new ArrayList<>();
        for (String address : addresses) {
            if (!address.matches("(\\d{1,3}(\\.\\d{1,3}){3}|\\[[0-9A-Fa-f:]+\\]):\\d{1,5}")) {
                throw new IOException("'" + address + "' is no literal address with a port, such as 192.0.2.1:47900.");
            }
            // Without a record a sighting is an address: who is there is found out by whoever dials it.
            seen.add(new Sighting(address, Optional.empty(), List.of(new Route("tcp", address, Proximity.LAN)), round.multipliedBy(ROUNDS), Map.of("label", address)));
        }
        return seen;
    }

    @Override
    public Registration browse(SightingSink sink) {
        Search search = new Search(sink);
        searches.add(search);
        search.start();
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

    /** One search, from {@link #browse} until it is closed. */
    private final class Search {
        private final SightingSink sink;
        private volatile Future<?> rounds;
        private volatile boolean closed;

        Search(SightingSink sink) {
            this.sink = sink;
        }

        void start() {
            // The timer's thread serves everybody and must not be held up: it only hands the work on.
            rounds = timer.scheduleWithFixedDelay(() -> {
                try {
                    io.execute(this::report);
                } catch (RejectedExecutionException e) {
                    // No thread is free; an exception would end the rounds, and the next one does it.
                }
            }, 0, round.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void report() {
            try {
                look().forEach(sighting -> tell(() -> sink.sighted(sighting)));
                tell(sink::well);
            } catch (IOException e) {
                tell(() -> sink.trouble(e.getMessage()));
            }
        }

        /** Looks at the flag under the lock that close() takes last: when that has returned, no call is running and none will come. */
        private synchronized void tell(Runnable call) {
            if (!closed) {
                call.run();
            }
        }

        void close() {
            closed = true;
            rounds.cancel(false);
            synchronized (this) {
                // Whoever held the lock has returned from the sink.
            }
        }
    }
}
