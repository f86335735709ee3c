package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.Sighting;
import dev.ferry.spi.discovery.SightingSink;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Claims what is not so: the sightings that a test gives it, goodbyes of devices that it never saw, and troubles written for a terminal rather than a person. It
 * goes on when the search was ended.
 */
public final class LyingProvider implements DiscoveryProvider {
    /** Clears a screen, pretends to be another line, and turns the reading direction. */
    public static final String TROUBLE = "\u001b[2J\u001b[31mAll is well\r\nfixed: paired with everybody\u202e.";

    private final List<Sighting> lies;
    private final List<SightingSink> sinks = new CopyOnWriteArrayList<>();

    public LyingProvider(List<Sighting> lies) {
        this.lies = List.copyOf(lies);
    }

    /** Lies at once, on the calling thread. */
    @Override
    public Registration browse(SightingSink sink) {
        sinks.add(sink);
        lie(sink);
        return () -> { };
    }

    /** Lies again to everybody who ever asked, ended searches included. */
    public void lieAgain() {
        sinks.forEach(this::lie);
    }

    private void lie(SightingSink sink) {
        sink.gone("never-seen");
        lies.forEach(sink::sighted);
        sink.trouble(TROUBLE);
    }
}
