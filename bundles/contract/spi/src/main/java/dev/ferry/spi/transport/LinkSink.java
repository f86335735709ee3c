package dev.ferry.spi.transport;

import dev.ferry.model.Link;
import org.osgi.annotation.versioning.ProviderType;

/** Where a listener hands over what it accepted. Implemented by the core; returns at once, never throws; owns the link from then on. */
@ProviderType
public interface LinkSink {
    void accepted(Link link);
}
