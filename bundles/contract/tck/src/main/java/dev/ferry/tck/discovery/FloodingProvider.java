package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;

/** Reports one sighting after another, as fast as the sink takes them, until it has reported so many or the search is ended. */
public final class FloodingProvider implements DiscoveryProvider {
    private final long most;
    private final LongFunction<Sighting> sightings;
    private final Executor executor;
    private final AtomicLong reported = new AtomicLong();

    /**
     * @param most      sightings of one search
     * @param sightings makes the one of a number, counted from 0
     * @param executor  runs the flood, one task a search
     */
    public FloodingProvider(long most, LongFunction<Sighting> sightings, Executor executor) {
        this.most = most;
        this.sightings = sightings;
        this.executor = executor;
    }

    @Override
    public Registration browse(SightingSink sink) {
        AtomicBoolean ended = new AtomicBoolean();
        executor.execute(() -> {
            for (long number = 0; number < most && !ended.get(); number++) {
                sink.sighted(sightings.apply(number));
                reported.incrementAndGet();
            }
        });
        return () -> ended.set(true);
    }

    /** Sightings that the sinks took so far. */
    public long reported() {
        return reported.get();
    }
}
