package dev.ferry.tck.discovery;

import dev.ferry.model.Registration;
import dev.ferry.spi.discovery.DiscoveryProvider;
import dev.ferry.spi.discovery.SightingSink;
import java.util.concurrent.atomic.AtomicInteger;

/** Throws: either when it is asked to look, or when the search is ended. */
public final class ThrowingProvider implements DiscoveryProvider {
    private final boolean atClose;
    private final AtomicInteger asked = new AtomicInteger();

    private ThrowingProvider(boolean atClose) {
        this.atClose = atClose;
    }

    public static ThrowingProvider whenAsked() {
        return new ThrowingProvider(false);
    }

    public static ThrowingProvider whenClosed() {
        return new ThrowingProvider(true);
    }

    @Override
    public Registration browse(SightingSink sink) {
        asked.incrementAndGet();
        if (atClose) {
            return () -> {
                throw new IllegalStateException("This search cannot be ended");
            };
        }
        throw new IllegalStateException("This plugin cannot look");
    }

    /** How often it was tried. */
    public int asked() {
        return asked.get();
    }
}
